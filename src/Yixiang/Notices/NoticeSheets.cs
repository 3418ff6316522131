using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>The lists of notices as workbooks: for the public what holds, for the desk everything that was begun.</summary>
internal static class NoticeSheets
{
    public static readonly Table<NoticeLine> Published = new Table<NoticeLine>("notice.sheet")
        .Number("notice.number", n => n.Number, 8).Text("notice.kind", n => T(n.Kind), 12).Text("notice.title", n => n.Title, 50).Text("notice.english-title", n => n.EnglishTitle, 40)
        .Text("notice.document-number", n => n.DocumentNumber).Text("notice.issuer", n => n.Issuer ?? n.Unit, 24).Date("notice.from", n => n.From).Date("notice.until", n => n.Until)
        .Text("notice.place", n => n.Place, 30).Number("notice.version", n => n.Version, 8).Instant("notice.published-at", n => n.PublishedAt).Text("notice.summary", n => n.Summary, 60);

    private static readonly Table<DeskLine> Desk = new Table<DeskLine>("notice.sheet")
        .Text("notice.reference", n => n.Reference, 12).Text("notice.kind", n => T(n.Kind), 12).Text("notice.title", n => n.Title, 50).Text("notice.state", n => T(n.State), 12)
        .Text("notice.unit", n => n.Unit, 24).Number("notice.version", n => n.Version, 8).Instant("notice.changed-at", n => n.ChangedAt).Instant("notice.scheduled-for", n => n.ScheduledFor)
        .Instant("notice.published-at", n => n.PublishedAt).Instant("notice.ended-at", n => n.EndedAt).Text("notice.remark", n => n.Remark, 40);

    public static void MapNoticeSheets(this IEndpointRouteBuilder app)
    {
        app.MapGet("/{section:section}.{format:regex(^(xlsx|csv)$)}", Public).Marked().Public().ExcludeFromDescription();
        app.MapGet("/desk/notices.{format:regex(^(xlsx|csv)$)}", Own).For(Role.BureauOfficer).ExcludeFromDescription();
        app.MapGet("/unit/guides.{format:regex(^(xlsx|csv)$)}", Own).For(Role.UnitAdministrator).ExcludeFromDescription();
    }

    private static Download Public(string section, string format, HttpRequest request, NoticeReading reading, CityPack pack, PdfFont font, TimeProvider clock)
    {
        var of = Enum.Parse<Section>(section, ignoreCase: true);
        var question = NoticeQuestion.Read(request.Query, NoticeAddress.KindsOf(of));
        var title = T($"notice.section-{section}");
        return Download.Of(Published, Parse(format), $"{title} {CityTime.Show(clock.Today())}", reading.All(question), new(title, pack.City.SiteTitle.ToString()), font);
    }

    private static SheetFormat Parse(string format) => Enum.Parse<SheetFormat>(format, ignoreCase: true);

    private static Download Own(string format, HttpRequest request, Db db, Actor actor, CityPack pack, PdfFont font, TimeProvider clock) =>
        Download.Of(Desk, Parse(format), $"{T("notice.sheet")} {CityTime.Show(clock.Today())}", DeskQuestion.Read(request.Query).On(db.Editions.AsNoTracking().VisibleTo(actor)).Select(DeskLine.Of).AsAsyncEnumerable(), new(T("notice.desk"), pack.City.SiteTitle.ToString()), font);
}
