using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Begins a filing: of a kind of resource, like an instrument the unit already has, or about one of them.</summary>
[For(Role.UnitAdministrator)]
public sealed class NewModel(Db db, Actor actor, Drafts drafts) : PageModel
{
    private const int Shown = 30;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    public IReadOnlyList<InstrumentLine> Instruments { get; private set; } = [];

    public bool HasMore { get; private set; }

    public Task OnGetAsync(CancellationToken stop) => FindAsync(stop);

    public async Task<IActionResult> OnPostAsync(ResourceKind kind, CancellationToken stop) =>
        Enum.IsDefined(kind) && ModelState.IsValid ? Open(await drafts.BeginAsync(kind, actor, stop)) : NotFound();

    public Task<IActionResult> OnPostCopyAsync(string instrument, CancellationToken stop) => WithAsync(instrument, i => drafts.CopyAsync(i, actor, stop), stop);

    public Task<IActionResult> OnPostChangeAsync(string instrument, CancellationToken stop) =>
        WithAsync(instrument, i => drafts.AboutAsync(FilingKind.Change, i, actor, stop), stop);

    public Task<IActionResult> OnPostExitAsync(string instrument, CancellationToken stop) =>
        WithAsync(instrument, i => drafts.AboutAsync(FilingKind.Exit, i, actor, stop), stop);

    private async Task<IActionResult> WithAsync(string reference, Func<Instrument, Task<Filing>> begin, CancellationToken stop)
    {
        var instrument = await db.Instruments.Include(i => i.Versions.Where(v => v.Until == null))
            .SingleOrDefaultAsync(i => i.Reference == reference && i.OrganisationId == actor.OrganisationId, stop);
        if (instrument is null)
        {
            return NotFound();
        }

        try
        {
            return Open(await begin(instrument));
        }
        catch (RefusedException refused)
        {
            ModelState.AddModelError("", refused.Refusal.Sentence);
            Response.StatusCode = refused.Refusal.Kind.Status();
            await FindAsync(stop);
            return Page();
        }
    }

    private async Task FindAsync(CancellationToken stop)
    {
        var found = await db.Instruments.AsNoTracking().OwnedBy(actor).Matching(Query).OrderByDescending(i => i.AcceptedAt).ThenBy(i => i.Id)
            .Take(Shown + 1).Select(InstrumentLine.From(db.Filings)).ToListAsync(stop);
        (Instruments, HasMore) = ([.. found.Take(Shown)], found.Count > Shown);
    }

    private RedirectResult Open(Filing filing) => Redirect($"~/unit/filings/{filing.Reference}");
}
