using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using Yixiang.Ledger.Sheet;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>What visitors can take home: the list, the annexes, and the pictures.</summary>
internal static class LedgerFiles
{
    private const int MostSuggestions = 8;
    private const string ListFormat = "{format:regex(^(xlsx|csv)$)}";
    private const string AnnexFormat = "{format:regex(^(xlsx|csv|pdf)$)}";

    public static void MapLedgerFiles(this IEndpointRouteBuilder app)
    {
        var files = app.MapGroup("").Public().ExcludeFromDescription();
        files.MapGet($"/instruments.{ListFormat}", ListAsync).Marked();
        files.MapGet($"/annex.{AnnexFormat}", AnnexOfDayAsync).Marked();
        files.MapGet($"/batches/{{number:int}}/annex.{AnnexFormat}", AnnexOfBatchAsync).Marked();
        files.MapGet("/instruments/{reference}/sheet.pdf", SheetAsync).Marked();
        files.MapGet("/instruments/suggestions", Suggest).CacheOutput(LedgerCache.Policy);
        files.MapGet("/instruments/{reference}/qr.svg", QrAsync).CacheOutput(LedgerCache.Policy);
        files.MapGet("/instruments/{reference}/pictures/{number:int}", PictureAsync).CacheOutput(LedgerCache.Policy);
    }

    private static Download ListAsync(string format, HttpRequest request, LedgerReading ledger, LedgerSheets sheets, CodeTables tables, CityPack pack, PdfFont font, TimeProvider clock, CancellationToken stop)
    {
        var address = LedgerAddress.Read(request.Query, tables, pack, clock.Today());
        LedgerAddress.Demand(address.Problems);

        var day = address.AsOf ?? clock.Today();
        var heading = new TableHeading(T("ledger.list-title"), T("ledger.figures-of", CityTime.Show(day)));
        return Download.Of(sheets.List, Parse(format), $"{T("ledger.list-title")} {CityTime.Show(day)}", ledger.AllAsync(address, stop), heading, font);
    }

    /// <summary>What the box of the search offers while somebody types.</summary>
    private static IResult Suggest(string? q, LedgerIndex index) => q is { Length: <= SearchText.LongestQuestion }
        ? Results.Json(index.Suggest(q, MostSuggestions).Select(s => new { s.Text, Kind = T($"ledger.suggestion-{s.Kind}"), s.Count }))
        : Results.BadRequest();

    private static async Task<IResult> AnnexOfDayAsync(string format, HttpRequest request, Db db, Annex annex, CityPack pack, PdfFont font, TimeProvider clock, CancellationToken stop)
    {
        var day = LedgerAddress.DemandDay(request, clock) ?? clock.Today();
        var title = pack.City.ListTitle.ToString();
        var heading = new TableHeading(title, T("ledger.annex-subtitle-day", CityTime.Show(day), await db.LedgerAt(day).CountAsync(stop)));
        return File(format, $"{title} {CityTime.Show(day)}", annex.OnAsync(day), heading, font);
    }

    private static async Task<IResult> AnnexOfBatchAsync(int number, string format, BatchReading batches, Annex annex, CityPack pack, PdfFont font, CancellationToken stop)
    {
        if (await batches.FindAsync(number, stop) is not { } batch)
        {
            return Results.NotFound();
        }

        var title = pack.City.ListTitle.ToString();
        var heading = new TableHeading(title, T("ledger.annex-lead-batch", batch.Title, batch.DecisionNumber, CityTime.Show(batch.DecidedOn), batch.Count), batch.DecisionNumber);
        return File(format, $"{title} {batch.Title}", annex.OfBatchAsync(batch.Id), heading, font);
    }

    private static async Task<IResult> SheetAsync(string reference, HttpRequest request, InstrumentSheet sheet, TimeProvider clock, CancellationToken stop) =>
        await sheet.OfAsync(reference, LedgerAddress.DemandDay(request, clock), PageAddress.Of(request, $"/instruments/{reference}"), stop) is { } download ? download : Results.NotFound();

    /// <summary>The code at the instrument: it leads to its page in Chinese.</summary>
    private static async Task<IResult> QrAsync(string reference, HttpRequest request, Db db, CancellationToken stop) =>
        await db.Instruments.AnyAsync(i => i.Reference == reference && i.PublishedAt != null, stop)
            ? Results.Text(QrCode.Svg(PageAddress.Of(request, $"/instruments/{reference}"), reference), "image/svg+xml") : Results.NotFound();

    private static async Task<IResult> PictureAsync(string reference, int number, HttpRequest request, Dossiers dossiers, FileStore files, TimeProvider clock, CancellationToken stop)
    {
        List<FieldProblem> problems = [];
        var asOf = LedgerAddress.Day(request.Query["asOf"].ToString(), clock.Today(), problems);
        var dossier = await dossiers.FindAsync(reference, asOf, stop);
        if (dossier?.Pictures.FirstOrDefault(p => p.Number == number) is not { } picture || !files.Has(picture.Digest))
        {
            return Results.NotFound();
        }

        await using var content = files.Open(picture.Digest);
        var small = request.Query["small"] == "1";
        return PublicPicture.Of(content, small ? PublicPicture.OnPage : PublicPicture.Whole) is { } image
            ? Results.Bytes(image, "image/jpeg", entityTag: new($"\"{picture.Digest}{(small ? "-small" : "")}\"")) : Results.NotFound();
    }

    private static Download File(string format, string name, IAsyncEnumerable<AnnexLine> lines, TableHeading heading, PdfFont font) =>
        Download.Of(Parse(format) == SheetFormat.Pdf ? Annex.Printed : Annex.Full, Parse(format), name, lines, heading, font);

    private static SheetFormat Parse(string format) => Enum.Parse<SheetFormat>(format, ignoreCase: true);
}
