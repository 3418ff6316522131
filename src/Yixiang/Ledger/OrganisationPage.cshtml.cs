using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using Yixiang.Ledger.Figures;
using Yixiang.Ledger.Search;
using Yixiang.Organisations;

namespace Yixiang.Ledger;

/// <summary>The public page of an organisation: what it says of itself, its office, and its instruments.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class OrganisationPageModel(OrganisationReading organisations, LedgerIndex index, FiguresOfNow now, CityPack pack, CodeTables tables, TimeProvider clock) : PageModel
{
    public const int Shown = 50;
    private const int MostClasses = 20;

    public Organisation Organisation { get; private set; } = null!;
    public IReadOnlyList<DocumentLine> Documents { get; private set; } = [];
    public LedgerAnswer Instruments { get; private set; } = null!;
    public Figure Figure { get; private set; } = null!;

    /// <summary>Second-level classes of its instruments, the most frequent first.</summary>
    public IReadOnlyList<(string Code, string Name, int Count)> Classes { get; private set; } = [];
    public DateOnly Today => clock.Today();
    public string Area => pack.AreaName(Organisation.AreaCode);

    public async Task<IActionResult> OnGetAsync(string organisation, CancellationToken stop)
    {
        if (await organisations.FindAsync(organisation, stop) is not { } found)
        {
            return NotFound();
        }

        if (found.Reference != organisation)
        {
            return RedirectPermanent($"{Request.PathBase}/organisations/{found.Reference}");
        }

        Organisation = found;
        Documents = [.. (await organisations.DocumentsAsync(found.Id, stop)).Select(d => new DocumentLine(d, tables["document-kind"], clock.Today()))];
        Instruments = index.Ask(new(null, LedgerQuestion.Only(Facet.Organisation, found.Reference), LedgerOrder.Name, 1, Shown), Facet.Class);
        Figure = now.Figures.Of(Grouping.Organisation, found.Reference);
        Classes = [.. Instruments.Counts[Facet.Class].Where(c => c.Key.Length == 4).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MostClasses)
            .Select(c => (c.Key.PadRight(6, '0'), tables.InstrumentClasses.NameOf(c.Key.PadRight(6, '0')), c.Value))];
        return Page();
    }

    public string PlatformKind(HostPlatform platform) =>
        pack.Kinds.HostPlatforms.FirstOrDefault(k => k.Code == platform.KindCode)?.Name.ToString() ?? platform.KindCode;
}
