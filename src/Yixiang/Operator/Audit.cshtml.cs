using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>The journal for the auditor: search, export, verify. Nothing here changes what was recorded.</summary>
/// <remarks>Exporting and verifying leave a line of their own; turning pages does not (decision 0008).</remarks>
[For(Role.Auditor)]
public sealed class AuditModel(Db db, Actor actor, TimeProvider clock, IConfiguration settings) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Subject { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? What { get; set; }

    [BindProperty(SupportsGet = true)]
    public long? Account { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true), FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public Page<JournalEntry> Found { get; private set; } = new([], 0, 1, Paging.DefaultSize);

    public IReadOnlyDictionary<long, string> Names { get; private set; } = new Dictionary<long, string>();

    public IReadOnlyList<string> Subjects { get; private set; } = [];

    private JournalQuestion Question => new(Reference, Subject, What, Account, From, To);

    public async Task OnGetAsync(CancellationToken stop)
    {
        Found = await Question.Ask(db).PageAsync(Number, Paging.DefaultSize, stop);
        var ids = Found.Items.Select(e => e.AccountId).Distinct().ToList();
        Names = await db.Accounts.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, stop);
        Subjects = await db.Journal.AsNoTracking().Select(e => e.Subject).Distinct().OrderBy(s => s).ToListAsync(stop);
    }

    public async Task<IActionResult> OnGetExportAsync(SheetFormat format, CancellationToken stop)
    {
        var (question, at) = (Question, clock.GetUtcNow());
        db.Record(JournalEntry.Of("journal", format.ToString().ToLowerInvariant(), "export", new(actor, at), question));
        await db.SaveChangesAsync(stop);
        var heading = new TableHeading(T("journal.title"), CityTime.Show(at));
        return Download.Of(JournalSheet.Entries, format, $"{T("journal.title")} {CityTime.Show(CityTime.DateOf(at))}", question.Ask(db).AsAsyncEnumerable(), heading, new(settings));
    }

    public async Task<IActionResult> OnPostVerifyAsync(CancellationToken stop)
    {
        var verdict = await JournalApi.VerifiedAsync(db, actor, clock, stop);
        TempData[verdict.Holds ? "Ok" : "Alarm"] = VerifyJournalCommand.Sentence(verdict);
        return RedirectToPage();
    }
}
