using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>Lifts the term of a filing that was never handed in, which officers otherwise cannot open.</summary>
[For(Role.BureauOfficer)]
public sealed class ExemptModel(Db db, Actor actor, DeskActs acts, CityPack pack, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public CityPack Pack { get; } = pack;
    public DateOnly Today { get; } = clock.Today();
    public OverdueRow Row { get; private set; } = null!;
    public Exempting Typed { get; private set; } = new("", "");
    public string? Wrong { get; private set; }
    public IReadOnlyList<Choice> Reasons => Pack.RulesAt(Today).ExemptionReasons;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop) => await ShowAsync(stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string? reasonCode, string? exemptionText, CancellationToken stop)
    {
        Typed = new(reasonCode ?? "", exemptionText ?? "");
        if (!await ShowAsync(stop))
        {
            return NotFound();
        }

        var found = new List<ValidationResult>();
        if (!Validator.TryValidateObject(Typed, new(Typed), found, validateAllProperties: true))
        {
            Wrong = T($"problem.{found[0].ErrorMessage}");
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        var filing = await db.Filings.Include(f => f.Exemption).OwedTo(actor).SingleAsync(f => f.Reference == Reference, stop);
        await acts.ExemptAsync(filing, Typed, actor, stop);
        TempData["Ok"] = T("desk.exempted", Reference);
        return LocalRedirect("~/desk/overdue");
    }

    private async Task<bool> ShowAsync(CancellationToken stop)
    {
        var row = await new OverdueBoard(db, actor, Today).RowsOf(db.Filings.AsNoTracking().OwedTo(actor).Where(f => f.Reference == Reference)).SingleOrDefaultAsync(stop);
        Row = row!;
        return row is not null;
    }
}
