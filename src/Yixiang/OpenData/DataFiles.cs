using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.OpenData;

/// <summary>The ledger to take home, now or as of a day: <c>/data/ledger.csv</c>, <c>.xlsx</c>, <c>.jsonl</c>, each <c>?asOf=2026-03-01</c>.</summary>
internal static class DataFiles
{
    public static void MapDataFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/data/ledger.{format:regex(^(csv|xlsx|jsonl)$)}", Give).Public().ExcludeFromDescription();

    private static Download Give(string format, HttpContext http, Db db, OpenTable open, Licence licence, PdfFont font, TimeProvider clock)
    {
        var day = LedgerAddress.DemandDay(http.Request, clock) ?? clock.Today();
        http.Response.Headers.Link = licence.Link;
        var lines = db.LedgerAt(day).OrderBy(l => l.Instrument.Id).AsAsyncEnumerable().Select(OpenLine.Of);
        var name = $"{T("data.file-name")} {CityTime.Show(day)}";
        return format == "jsonl"
            ? new($"{name}.jsonl", "application/jsonl; charset=utf-8", (stream, stop) => JsonLines.WriteAsync(stream, lines, stop))
            : Download.Of(open.Table, Enum.Parse<SheetFormat>(format, ignoreCase: true), name, lines, new(T("data.title"), T("data.sheet-subtitle", CityTime.Show(day), licence.Spdx, licence.Address)), font);
    }
}
