using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger.Comparing;

/// <summary>Up to four instruments side by side; which ones, and whether only differences are shown, stands in the address.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class CompareModel(ComparisonReading comparison, LedgerIndex index, TimeProvider clock) : PageModel
{
    private const int Suggested = 6;

    public ComparisonAddress Address { get; private set; } = null!;
    public IReadOnlyList<Compared> Instruments { get; private set; } = [];
    public IReadOnlyList<ComparedRow> Rows { get; private set; } = [];
    public IReadOnlyList<LedgerEntry> Suggestions { get; private set; } = [];
    public bool OnlyDifferences { get; private set; }
    public DateOnly Today => clock.Today();

    /// <summary>Asked for and not on the ledger, or no longer.</summary>
    public IEnumerable<string> Missing => Address.References.Except(Instruments.Select(i => i.Reference));

    public bool IsFull => Instruments.Count == ComparisonAddress.Most;
    public int Alike { get; private set; }

    /// <summary>On a phone what is alike and what the ledger keeps for its own sake is folded away: what one decides by stands together.</summary>
    public bool Folds => Aside > 0 && Aside < Rows.Count;

    public int Aside => Instruments.Count > 1 ? Rows.Count(IsAside) : 0;

    public bool IsAside(ComparedRow row) => Instruments.Count > 1 && (!row.Differs || row.IsRecord);

    public async Task OnGetAsync(CancellationToken stop)
    {
        Address = ComparisonAddress.Read(Request.Query["i"]);
        OnlyDifferences = Request.Query["only"] == "1";
        Instruments = await comparison.FindAsync(Address.References, stop);
        var rows = comparison.Rows(Instruments);
        Alike = rows.Count(r => !r.Differs);
        Rows = [.. rows.Where(r => !OnlyDifferences || r.Differs)];
        Suggestions = IsFull ? [] : [.. index.Entries(Address.References).Take(1).SelectMany(e => index.Like(e, Suggested)).Where(e => !Address.References.Contains(e.Listing.Reference)).Take(ComparisonAddress.Most - 1)];
    }

    public string With(string reference) => To([.. Instruments.Select(i => i.Reference), reference], OnlyDifferences);

    public string Without(string reference) => To(Instruments.Select(i => i.Reference).Where(r => r != reference), OnlyDifferences);

    public string Switched => To(Instruments.Select(i => i.Reference), !OnlyDifferences);

    public string Export(string format) => $"{Request.PathBase}/compare.{format}?i={string.Join(',', Instruments.Select(i => i.Reference))}";

    private string To(IEnumerable<string> references, bool only) => $"{Request.PathBase}/compare?i={string.Join(',', references)}{(only ? "&only=1" : "")}";
}
