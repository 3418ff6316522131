using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Notices.Text;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>Open days and rounds as iCalendar (RFC 5545): all of them to subscribe to, and each for itself. A withdrawn one stays in it as cancelled, so that calendars take it out.</summary>
internal static class EventCalendar
{
    private const int Most = 500;
    private const string Type = "text/calendar; charset=utf-8";

    public static void MapEventCalendar(this IEndpointRouteBuilder app)
    {
        app.MapGet("/events.ics", AllAsync).Public().ExcludeFromDescription();
        app.MapGet("/events/{number:int}.ics", OneAsync).Public().ExcludeFromDescription();
    }

    private static async Task<IResult> AllAsync(HttpRequest request, Db db, CityPack pack, CancellationToken stop) =>
        Give(await Events(db).OrderByDescending(e => e.Span.From).ThenByDescending(e => e.Id).Take(Most).ToListAsync(stop), request, pack);

    private static async Task<IResult> OneAsync(int number, HttpRequest request, Db db, CityPack pack, CancellationToken stop) =>
        await Events(db).Where(e => e.Notice.Number == number).ToListAsync(stop) is { Count: > 0 } one ? Give(one, request, pack) : Results.NotFound();

    /// <summary>The last edition of each event.</summary>
    private static IQueryable<Edition> Events(Db db) => db.Editions.AsNoTracking().Include(e => e.Notice)
        .Where(e => (e.Notice.Kind == NoticeKind.OpenDay || e.Notice.Kind == NoticeKind.Round) && (e.State == EditionState.Published || e.State == EditionState.Withdrawn));

    private static IResult Give(List<Edition> events, HttpRequest request, CityPack pack)
    {
        var calendar = new Ical.Net.Calendar { ProductId = "-//Yixiang//Notices//EN", Method = "PUBLISH" };
        calendar.AddProperty("X-WR-CALNAME", $"{pack.City.SiteTitle} · {T("notice.section-events")}");
        calendar.AddProperty("X-WR-TIMEZONE", CityTime.Zone.Id);
        if (events.Any(e => e.Span.Opens is not null))
        {
            calendar.AddTimeZone(VTimeZone.FromDateTimeZone(CityTime.Zone.Id, new(2000, 1, 1), false));
        }

        foreach (var edition in events)
        {
            calendar.Events.Add(Event(edition, request));
        }

        return Results.Text(new CalendarSerializer().SerializeToString(calendar)!, Type);
    }

    private static CalendarEvent Event(Edition edition, HttpRequest request)
    {
        var (words, span, notice) = (edition.Wording, edition.Span, edition.Notice);
        var withdrawn = edition.State == EditionState.Withdrawn;
        var told = new CalendarEvent
        {
            Uid = $"notice-{notice.Number}@{request.Host.Host}",
            Sequence = edition.Number!.Value - 1 + (withdrawn ? 1 : 0),
            DtStamp = Moment(edition.EndedAt ?? edition.PublishedAt!.Value),
            Created = Moment(notice.CreatedAt),
            LastModified = Moment(edition.EndedAt ?? edition.PublishedAt!.Value),
            Status = withdrawn ? "CANCELLED" : "CONFIRMED",
            Summary = Pick(words.Title, words.EnglishTitle),
            Categories = [T(notice.Kind)],
            DtStart = span.Opens is { } opens ? new(span.From!.Value, opens, CityTime.Zone.Id) : new CalDateTime(span.From!.Value),
            DtEnd = span.Closes is { } closes ? new(span.Until!.Value, closes, CityTime.Zone.Id) : new CalDateTime(span.Until!.Value.AddDays(1)),
        };
        if (!withdrawn)
        {
            told.Location = Pick(words.Place ?? "", words.EnglishPlace);
            told.Description = Pick(Said(words.Summary, words.Body), words.EnglishSummary ?? words.EnglishBody);
            told.Url = new(PageAddress.Of(request, NoticeAddress.Of(notice.Kind, notice.Number), ReaderIsEnglish));
        }

        return told;
    }

    private static string Said(string summary, string body) => summary != "" ? summary : RichText.Plain(body) is { Length: > 400 } text ? text[..400] + "…" : RichText.Plain(body);

    private static CalDateTime Moment(DateTimeOffset at) => new(at.UtcDateTime, "UTC");
}
