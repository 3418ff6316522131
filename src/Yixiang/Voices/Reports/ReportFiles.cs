using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>The list of reports as a file, narrowed and ordered as the page is; contacts are never in it.</summary>
internal static class ReportFiles
{
    public static void MapReportFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/reports/export/{format:regex(^(xlsx|csv)$)}", List).For(Roles.Officers).ExcludeFromDescription();
        app.MapGet("/unit/reports/export/{format:regex(^(xlsx|csv)$)}", List).For(Role.UnitAdministrator).ExcludeFromDescription();
    }

    private static Download List(string format, HttpRequest request, Db db, Actor actor, CityPack pack, CodeTables tables, TimeProvider clock, PdfFont font)
    {
        var today = clock.Today();
        var rows = db.ReportRowsOf(ReportAsk.Read(new(request.Query)).Narrow(db, db.ProblemReports.AsNoTracking().VisibleTo(actor), today));
        var heading = new TableHeading(T("report.list"), T("voice.list-of", pack.City.Bureau, CityTime.Show(clock.GetUtcNow())));
        return Download.Of(Sheet(pack, tables, today), Enum.Parse<SheetFormat>(format, ignoreCase: true), $"{T("report.list")}-{CityTime.Show(today)}", rows.AsAsyncEnumerable(), heading, font);
    }

    private static Table<ReportRow> Sheet(CityPack pack, CodeTables tables, DateOnly today) => new Table<ReportRow>("report.sheet")
        .Code("report.reference", r => r.Reference).Text("report.about", r => r.About, 30).Code("report.instrument", r => r.InstrumentReference).Text("report.organisation", r => r.Organisation, 28)
        .Text("voice.area", r => pack.AreaName(r.AreaCode), 14).Text("report.kind", r => tables["report-kind"].NameOf(r.KindCode), 20).Text("report.said", r => r.Text, 50)
        .Text("voice.state", r => T(r.State), 12).Instant("report.received-at", r => r.ReceivedAt).Date("report.due", r => r.DueOn).Number("report.days-over", r => r.IsLate(today) ? pack.WorkingDays.Count(r.DueOn, today) : 0)
        .Instant("report.forwarded-at", r => r.ForwardedAt).Text("report.answer", r => r.Answer, 50).Instant("report.settled-at", r => r.SettledAt);
}
