using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province;

/// <summary>A recommendation as one line of a list.</summary>
/// <param name="Package">Reference of the package in which it went.</param>
public sealed record RecommendationRow(
    string Reference, RecommendationState State, string Instrument, string Name, string Model, InstrumentState InstrumentState, Yuan OriginalValue, string Organisation, string OrganisationName, string AreaCode,
    DateTimeOffset ProposedAt, DateTimeOffset? SentAt, string? Package, string? Number, string? Address, DateOnly? ListedOn, string? Why, DateTimeOffset? EndedAt, Guid Version)
{
    public Badge Badge => BadgeOf(State);

    public bool IsOpen => State is RecommendationState.Proposed or RecommendationState.Sent or RecommendationState.Listed;

    /// <summary>It has left the city's ledger and is still with the province: somebody has to tell the province.</summary>
    public bool IsStranded => InstrumentState == InstrumentState.Exited && State is (RecommendationState.Sent or RecommendationState.Listed);

    public static Badge BadgeOf(RecommendationState state) => new(T(state), state switch
    {
        RecommendationState.Proposed => Tone.Accent,
        RecommendationState.Sent => Tone.Info,
        RecommendationState.Listed => Tone.Ok,
        RecommendationState.Refused => Tone.Error,
        RecommendationState.Removed => Tone.Warn,
        RecommendationState.Withdrawn => Tone.Quiet,
    });
}

/// <summary>What is asked of a list of recommendations, as it stands in the address of a page or of the API.</summary>
/// <param name="State">A state by name; <c>stranded</c>: with the province although the instrument left the ledger; null: every state.</param>
/// <param name="Q">Part of a name or organisation, or a whole number: ours or the province's.</param>
public sealed record RecommendationAsk(string? State, string? Area, string? Organisation, string? Instrument, string? Package, string? Q, string Sort, int Page, int Size)
{
    public const string Stranded = "stranded";
    public static readonly string[] Parameters = ["state", "area", "organisation", "instrument", "package", "q", "sort", "page", "size"];
    public static readonly string[] Sorts = ["newest", "oldest", "organisation"];

    public static RecommendationAsk Read(QueryReader query) => new(
        query.Text("state") is Stranded ? Stranded : query.Member<RecommendationState>("state")?.ToString(), query.Text("area"), query.Text("organisation"), query.Text("instrument"),
        query.Text("package"), query.Text("q"), query.OneOf("sort", Sorts), query.Number("page", 1, 1_000_000), query.Number("size", Paging.DefaultSize, Paging.MostSize));

    /// <summary>Notes codes that do not exist: over the API a slip must not look like an empty list.</summary>
    public static void Judge(QueryReader query, CityPack pack)
    {
        query.Demand("area", code => pack.Area(code) is not null);
        query.Demand("organisation", OrganisationIdentity.NamesOrganisation);
    }

    /// <summary>Narrows and orders what the actor may see; the number of the row decides last.</summary>
    public IQueryable<Recommendation> Narrow(Db db, IQueryable<Recommendation> all)
    {
        all = State switch
        {
            null => all,
            Stranded => all.Stranded(db),
            var name => all.Where(r => r.State == Enum.Parse<RecommendationState>(name)),
        };
        all = Area is { } area ? all.Where(r => r.AreaCode == area) : all;
        var named = db.Organisations.Named(Organisation ?? "");
        all = Organisation is null ? all : all.Where(r => named.Any(o => o.Id == r.OrganisationId));
        var instruments = db.Instruments;
        all = Instrument is { } instrument ? all.Where(r => instruments.Any(i => i.Id == r.InstrumentId && i.Reference == instrument)) : all;
        all = Package is { } package ? all.Where(r => r.Package!.Reference == package) : all;
        all = Q is { } text ? Containing(db, all, text) : all;
        var organisations = db.Organisations;
        return Sort switch
        {
            "oldest" => all.OrderBy(r => r.ProposedAt).ThenBy(r => r.Id),
            "organisation" => all.OrderBy(r => organisations.Where(o => o.Id == r.OrganisationId).Select(o => o.Name).First()).ThenBy(r => r.Id),
            _ => all.OrderByDescending(r => r.ProposedAt).ThenByDescending(r => r.Id),
        };
    }

    private static IQueryable<Recommendation> Containing(Db db, IQueryable<Recommendation> all, string text)
    {
        var reference = text.ToUpperInvariant();
        var (organisations, versions, instruments) = (db.Organisations, db.InstrumentVersions, db.Instruments);
        return all.Where(r => r.Reference == reference || r.NumberThere == text || instruments.Any(i => i.Id == r.InstrumentId && i.Reference == reference)
            || organisations.Any(o => o.Id == r.OrganisationId && o.Name.Contains(text)) || versions.Any(v => v.InstrumentId == r.InstrumentId && v.Until == null && v.Name.Contains(text)));
    }
}

public static class RecommendationRows
{
    /// <summary>With the province although the instrument left the city's ledger.</summary>
    public static IQueryable<Recommendation> Stranded(this IQueryable<Recommendation> all, Db db)
    {
        var instruments = db.Instruments;
        return all.Where(r => (r.State == RecommendationState.Sent || r.State == RecommendationState.Listed) && instruments.Any(i => i.Id == r.InstrumentId && i.State == InstrumentState.Exited));
    }

    /// <summary>The lines of these recommendations, in their order: one query. Skip and take afterwards, or the order is lost.</summary>
    public static IQueryable<RecommendationRow> RecommendationRowsOf(this Db db, IQueryable<Recommendation> all) =>
        from r in all
        join i in db.Instruments on r.InstrumentId equals i.Id
        join v in db.InstrumentVersions.Where(v => v.Until == null) on r.InstrumentId equals v.InstrumentId
        join o in db.Organisations on r.OrganisationId equals o.Id
        select new RecommendationRow(r.Reference, r.State, i.Reference, v.Name, v.Model, i.State, v.OriginalValue, o.Reference, o.Name, r.AreaCode,
            r.ProposedAt, r.SentAt, r.Package == null ? null : r.Package.Reference, r.NumberThere, r.AddressThere, r.ListedOn, r.Why, r.EndedAt, r.Version);

    /// <summary>What may qualify and is not recommended: what the database can tell of the rules; whether everything is filled in is judged line by line.</summary>
    public static IQueryable<Candidate> Candidates(this Db db, ProvinceRules rules)
    {
        var kinds = rules.ResourceKinds.Select(Enum.Parse<ResourceKind>).ToList();
        var (open, threshold) = (db.Recommendations.Open(), rules.Threshold);
        return from i in db.Instruments.AsNoTracking()
               where i.State == InstrumentState.Published && kinds.Contains(i.Kind)
                   && !open.Any(r => r.InstrumentId == i.Id)
               join v in db.InstrumentVersions on i.Id equals v.InstrumentId
               where v.Until == null && (i.Kind != ResourceKind.SingleSet || v.OriginalValue >= threshold)
               join o in db.Organisations on i.OrganisationId equals o.Id
               select new Candidate { Instrument = i, Version = v, Organisation = o };
    }
}
