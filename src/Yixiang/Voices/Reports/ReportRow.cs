using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>A report as one line of a list.</summary>
/// <param name="InstrumentReference">Null where the whole organisation is meant.</param>
public sealed record ReportRow(
    string Reference, ReportState State, string KindCode, string Text, string? InstrumentReference, string? InstrumentName, string OrganisationReference, string Organisation, string AreaCode,
    DateTimeOffset ReceivedAt, DateOnly DueOn, DateTimeOffset? ForwardedAt, DateTimeOffset? RemindedAt, DateTimeOffset? EscalatedAt, string? Answer, Role? AnsweredAs, DateTimeOffset? SettledAt, Guid Version)
{
    public bool IsOpen => State is ReportState.Received or ReportState.Forwarded;

    public string About => InstrumentName ?? Organisation;

    public bool IsLate(DateOnly today) => IsOpen && DueOn < today;

    public Badge Badge => BadgeOf(State);

    /// <summary>Working days left or over; null when nothing is owed.</summary>
    public Badge? Clock(WorkingDays calendar, DateOnly today) => !IsOpen ? null
        : calendar.Count(today, DueOn) is < 0 and var over ? new(T("voice.days-over", -over), Tone.Error)
        : calendar.Count(today, DueOn) is var left ? new(T("voice.days-left", left), left <= 1 ? Tone.Warn : Tone.Quiet) : null;

    public static Badge BadgeOf(ReportState state) => new(T(state), state switch
    {
        ReportState.Received => Tone.Info,
        ReportState.Forwarded => Tone.Accent,
        ReportState.Answered or ReportState.Closed => Tone.Ok,
        ReportState.Unfounded => Tone.Quiet,
    });
}

/// <summary>What is asked of a list of reports, as it stands in the address of a page or of the API.</summary>
/// <param name="State">A state by name; <c>open</c>: what waits; <c>late</c>: what waits beyond its term; null: every state.</param>
/// <param name="Q">Part of the name of the instrument or organisation or of what was said, or a whole reference.</param>
public sealed record ReportAsk(string? State, string? Kind, string? Area, string? Organisation, string? Instrument, string? Q, string Sort, int Page, int Size)
{
    public const string Open = "open";
    public const string Late = "late";
    public static readonly string[] Parameters = ["state", "kind", "area", "organisation", "instrument", "q", "sort", "page", "size"];

    /// <summary>By the end of the term, newest first, oldest first.</summary>
    public static readonly string[] Sorts = ["due", "newest", "oldest"];

    public static ReportAsk Read(QueryReader query) => new(
        query.Text("state") is Open or Late ? query.Text("state") : query.Member<ReportState>("state")?.ToString(), query.Text("kind"), query.Text("area"), query.Text("organisation"),
        query.Text("instrument"), query.Text("q"), query.OneOf("sort", Sorts), query.Number("page", 1, 1_000_000), query.Number("size", Paging.DefaultSize, Paging.MostSize));

    /// <summary>Notes codes that do not exist: over the API a slip must not look like an empty list.</summary>
    public static void Judge(QueryReader query, CodeTables tables, CityPack pack)
    {
        query.Demand("kind", tables["report-kind"].Has);
        query.Demand("area", code => pack.Area(code) is not null);
        query.Demand("organisation", OrganisationIdentity.NamesOrganisation);
    }

    /// <summary>Narrows and orders what the actor may see; the number of the row decides last.</summary>
    public IQueryable<ProblemReport> Narrow(Db db, IQueryable<ProblemReport> reports, DateOnly today)
    {
        reports = State switch
        {
            null => reports,
            Open => reports.Where(r => r.State == ReportState.Received || r.State == ReportState.Forwarded),
            Late => reports.Late(today),
            var name => reports.Where(r => r.State == Enum.Parse<ReportState>(name)),
        };
        reports = Kind is { } kind ? reports.Where(r => r.KindCode == kind) : reports;
        reports = Area is { } area ? reports.Where(r => r.AreaCode == area) : reports;
        var named = db.Organisations.Named(Organisation ?? "");
        reports = Organisation is null ? reports : reports.Where(r => named.Any(o => o.Id == r.OrganisationId));
        var instruments = db.Instruments;
        reports = Instrument is { } instrument ? reports.Where(r => instruments.Any(i => i.Id == r.InstrumentId && i.Reference == instrument)) : reports;
        reports = Q is { } text ? Containing(db, reports, text) : reports;
        return (Sort switch
        {
            "newest" => reports.OrderByDescending(r => r.ReceivedAt),
            "oldest" => reports.OrderBy(r => r.ReceivedAt),
            _ => reports.OrderBy(r => r.State == ReportState.Received || r.State == ReportState.Forwarded ? 0 : 1).ThenBy(r => r.DueOn),
        }).ThenByDescending(r => r.Id);
    }

    private static IQueryable<ProblemReport> Containing(Db db, IQueryable<ProblemReport> reports, string text)
    {
        var reference = text.ToUpperInvariant();
        var (organisations, versions) = (db.Organisations, db.InstrumentVersions);
        return reports.Where(r => r.Reference == reference || r.Text.Contains(text) || organisations.Any(o => o.Id == r.OrganisationId && o.Name.Contains(text))
            || versions.Any(v => v.InstrumentId == r.InstrumentId && v.Until == null && v.Name.Contains(text)));
    }
}

public static class ReportRows
{
    /// <summary>Open, and its term is over.</summary>
    public static IQueryable<ProblemReport> Late(this IQueryable<ProblemReport> reports, DateOnly today) =>
        reports.Where(r => (r.State == ReportState.Received || r.State == ReportState.Forwarded) && r.DueOn < today);

    /// <summary>The lines of these reports, in their order: one query. Skip and take afterwards, or the order is lost.</summary>
    public static IQueryable<ReportRow> ReportRowsOf(this Db db, IQueryable<ProblemReport> reports) =>
        from r in reports
        join o in db.Organisations on r.OrganisationId equals o.Id
        join i in db.Instruments on r.InstrumentId equals (long?)i.Id into instruments
        from i in instruments.DefaultIfEmpty()
        join v in db.InstrumentVersions.Where(v => v.Until == null) on r.InstrumentId equals (long?)v.InstrumentId into versions
        from v in versions.DefaultIfEmpty()
        select new ReportRow(r.Reference, r.State, r.KindCode, r.Text, i == null ? null : i.Reference, v == null ? null : v.Name, o.Reference, o.Name, r.AreaCode,
            r.ReceivedAt, r.DueOn, r.ForwardedAt, r.RemindedAt, r.EscalatedAt, r.Answer, r.AnsweredAs, r.SettledAt, r.Version);
}
