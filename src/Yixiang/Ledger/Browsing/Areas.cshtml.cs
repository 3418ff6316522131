using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using Yixiang.Ledger.Figures;

namespace Yixiang.Ledger.Browsing;

/// <summary>The map as a page draws it.</summary>
/// <param name="Here">Code of the area that the page is about; null on the page of all.</param>
public sealed record MapView(CityMap Map, IReadOnlyDictionary<string, (string Name, int Count)> Areas, string? Here)
{
    private const int Shades = 4;

    /// <summary>0 for nothing, then 1 to 4 in even steps up to the most.</summary>
    public int ShadeOf(int count) => count == 0 ? 0 : 1 + Math.Min(Shades - 1, (int)((long)count * Shades / (Areas.Values.Max(a => a.Count) + 1)));

    public static MapView? Of(CityPack pack, LedgerFigures figures, string? here = null) =>
        pack.Map is { } map ? new(map, pack.Areas.ToDictionary(a => a.Code, a => (a.Name.ToString(), figures.Of(Grouping.Area, a.Code).Instruments)), here) : null;
}

/// <summary>An area with what is on the ledger there.</summary>
public sealed record AreaLine(Area Area, Figure Figure);

/// <summary>The city's areas: as a map, and as the table that says the same.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class AreasModel(FiguresOfNow now, CityPack pack, TimeProvider clock) : PageModel
{
    public MapView? Map { get; private set; }
    public IReadOnlyList<AreaLine> Areas { get; private set; } = [];
    public City City => pack.City;
    public DateOnly Today => clock.Today();

    public void OnGet() => (Map, Areas) = (MapView.Of(pack, now.Figures), [.. pack.Areas.Select(a => new AreaLine(a, now.Figures.Of(Grouping.Area, a.Code)))]);
}
