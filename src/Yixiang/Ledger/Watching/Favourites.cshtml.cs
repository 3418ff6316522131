using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Watching;

/// <summary>A star that marks an instrument in the reader's own browser.</summary>
public sealed record Star(string Reference, string Name);

/// <summary>Instruments that somebody marked: which ones stands in the address, so that the page can be passed on; the browser remembers them, the platform does not.</summary>
[Public]
public sealed class FavouritesModel(LedgerIndex index, CityPack pack) : PageModel
{
    /// <summary>So many are shown.</summary>
    public const int Most = 100;
    private const int LongestReference = 20;

    public IReadOnlyList<string> Asked { get; private set; } = [];

    public IReadOnlyList<LedgerEntry> Items { get; private set; } = [];

    /// <summary>Asked for and not on the ledger, or no longer.</summary>
    public IEnumerable<string> Missing => Asked.Except(Items.Select(i => i.Listing.Reference));

    public void OnGet()
    {
        Asked = Read(Request.Query["i"]);
        Items = index.Entries(Asked);
    }

    public string AreaOf(LedgerEntry entry) => pack.AreaName(entry.Listing.AreaCode);

    public string Export(string format) => $"{Request.PathBase}/favourites.{format}?i={string.Join(',', Items.Select(i => i.Listing.Reference))}";

    /// <summary><c>?i=JZ-000001,JZ-000002</c>, or <c>i</c> several times.</summary>
    public static IReadOnlyList<string> Read(StringValues asked) =>
    [
        .. asked.SelectMany(a => (a ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(r => r.ToUpperInvariant())
            .Where(r => r.Length <= LongestReference && r.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')).Distinct().Take(Most),
    ];
}

/// <summary>The marked instruments as a file, in the columns of the public list.</summary>
internal static class FavouriteFiles
{
    public static void MapFavourites(this IEndpointRouteBuilder app) =>
        app.MapGet("/favourites.{format:regex(^(xlsx|csv)$)}", (string format, HttpRequest request, LedgerIndex index, LedgerSheets sheets, PdfFont font, TimeProvider clock) =>
        {
            var items = index.Entries(FavouritesModel.Read(request.Query["i"])).Select(e => e.Listing).ToList();
            return items.Count == 0 ? Results.NotFound() : Download.Of(sheets.List, Enum.Parse<SheetFormat>(format, ignoreCase: true), $"{T("favourite.title")} {CityTime.Show(clock.Today())}",
                items.ToAsyncEnumerable(), new(T("favourite.title"), T("ledger.figures-of", CityTime.Show(clock.Today()))), font);
        }).Marked().Public().ExcludeFromDescription();
}
