using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Watching;

/// <param name="Count">How many match now.</param>
public sealed record SavedSearchLine(SavedSearch Search, int Count);

/// <summary>The searches that the reader keeps: rename, pause, drop.</summary>
[SignedIn]
public sealed class SearchesModel(Db db, SavedSearches searches, Watch watch, ListFiles files, LedgerIndex index, Actor actor, TimeProvider clock) : PageModel
{
    private static readonly Table<SavedSearchLine> Sheet = new Table<SavedSearchLine>("watch.title")
        .Code("watch.reference", s => s.Search.Reference).Text("watch.name", s => s.Search.Name, 30).Text("watch.address", s => "/instruments" + s.Search.Address, 50)
        .Text("watch.state", s => T(s.Search.PausedAt is null ? "watch.on" : "watch.paused"), 12).Number("watch.matches", s => s.Count).Instant("watch.created-at", s => s.Search.CreatedAt);

    public IReadOnlyList<SavedSearchLine> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var today = clock.Today();
        Lines = [.. (await searches.OfAsync(actor.AccountId!.Value, stop)).Select(s => new SavedSearchLine(s, index.Ask(watch.AddressOf(s, today).Question with { Page = 1, Size = 1 }).Total))];
        return files.Asked(Request, Sheet, "watch.title", Lines.ToAsyncEnumerable) is { } file ? file : Page();
    }

    public Task<IActionResult> OnPostRenameAsync(string reference, string? name, CancellationToken stop) => ChangeAsync(reference, s => searches.RenameAsync(s, name, actor, stop), stop);

    public Task<IActionResult> OnPostPauseAsync(string reference, bool paused, CancellationToken stop) => ChangeAsync(reference, s => searches.PauseAsync(s, paused, actor, stop), stop);

    public Task<IActionResult> OnPostDropAsync(string reference, CancellationToken stop) => ChangeAsync(reference, s => searches.DropAsync(s, actor, stop), stop);

    private async Task<IActionResult> ChangeAsync(string reference, Func<SavedSearch, Task> change, CancellationToken stop)
    {
        ModelState.Clear();
        if (await db.SavedSearches.SingleOrDefaultAsync(s => s.AccountId == actor.AccountId && s.Reference == reference, stop) is not { } search)
        {
            return NotFound();
        }

        try
        {
            await change(search);
        }
        catch (RefusedException refused)
        {
            TempData["Warn"] = refused.Refusal.Sentence;
            return RedirectToPage();
        }

        TempData["Ok"] = T("watch.changed");
        return RedirectToPage();
    }
}
