using Microsoft.AspNetCore.Mvc;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>Finds a code in a long table, by search or level by level, and puts it into the draft.</summary>
[For(Role.UnitAdministrator)]
public sealed class CodePickerModel(Db db, Actor actor, Drafts drafts, Codebook codebook) : FilingPage(db, actor)
{
    [BindProperty(SupportsGet = true, Name = "field")]
    public string Key { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    /// <summary>The code whose lower codes are shown; empty for the first level.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Under { get; set; }

    public Field Field { get; private set; } = null!;

    public CodeTable Table => codebook.Of(Field);

    public IReadOnlyList<CodeRow> Rows { get; private set; } = [];

    public IActionResult OnGet()
    {
        if (!Find())
        {
            return NotFound();
        }

        Rows = string.IsNullOrWhiteSpace(Query) ? [.. Table.Children(Under)] : Table.Search(Query, 100);
        return Page();
    }

    /// <summary>The first hits, for the form to offer while a person types.</summary>
    public IActionResult OnGetSearch() => Find()
        ? new JsonResult(Table.Search(Query, 30).Where(IsChoice).Select(r => new { code = r.Code, name = r.Name, path = PathOf(r) }))
        : NotFound();

    public async Task<IActionResult> OnPostAsync(string code, Guid version, CancellationToken stop)
    {
        if (!Find() || !Table.Has(code))
        {
            return NotFound();
        }

        try
        {
            await drafts.SaveAsync(Filing, Filing.Particulars().With(Field, code), version, Actor, stop);
        }
        catch (RefusedException refused)
        {
            TempData["Alarm"] = refused.Refusal.Sentence;
        }

        return Redirect($"{Own(Reference)}#f_{Key}");
    }

    /// <summary>A class is chosen at its lowest level.</summary>
    public bool IsChoice(CodeRow row) => !Table.Children(row.Code).Any();

    public string PathOf(CodeRow row) => string.Join(" › ", Table.Path(row.Code).Select(r => r.Name));

    private bool Find()
    {
        Field = Fields.Find(Key)!;
        return Field is { Kind: FieldKind.Code } && Field.Kinds.Contains(Filing.ResourceKind) && Filing.IsEditable;
    }
}
