using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Watching;

/// <summary>Gives the search that the address holds a name, and keeps it.</summary>
[SignedIn]
public sealed class NewSearchModel(SavedSearches searches, LedgerIndex index, CodeTables tables, CityPack pack, Actor actor, TimeProvider clock) : PageModel
{
    private LedgerAddress Address => LedgerAddress.Read(Request.Query, tables, pack, clock.Today());

    public string Asked => SavedSearches.Asked(Address);

    public int Count => index.Ask(Address.Question with { Page = 1, Size = 1 }).Total;

    public string Typed { get; private set; } = "";

    public void OnGet()
    {
        ModelState.Clear();
        Typed = Usual is { Length: > 0 } name ? name : T("watch.name-all");
        Typed = Typed.Length > SavedSearch.LongestName ? Typed[..SavedSearch.LongestName] : Typed;
    }

    /// <summary>What was searched for and where, so that two searches for the same are told apart: <c>质谱、榆次区</c>.</summary>
    private string Usual => string.Join(
        T("list.and"),
        (Address.Question.Words is { } words ? [words] : Array.Empty<string>()).Concat(Address.Values(Facet.Class).Select(tables.InstrumentClasses.NameOf)).Concat(Address.Values(Facet.Area).Select(pack.AreaName)));

    public async Task<IActionResult> OnPostAsync(string? name, CancellationToken stop)
    {
        ModelState.Clear();
        Typed = name ?? "";
        try
        {
            await searches.KeepAsync(name, Address, actor, stop);
            TempData["Ok"] = T("watch.saved");
            return Redirect($"{Request.PathBase}/account/searches");
        }
        catch (RefusedException refused)
        {
            ModelState.AddModelError(refused.Refusal.Fields.Count > 0 ? "name" : "", refused.Refusal.Fields.Count > 0 ? refused.Refusal.Fields[0].Sentence : refused.Refusal.Sentence);
            return Page();
        }
    }
}
