using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

/// <summary>What is asked of a list of filings, as it stands in the address of a page or of the API.</summary>
/// <param name="State">A state by name; <c>waiting</c>: what waits for an officer; null: every state.</param>
/// <param name="Organisation">Number or 统一社会信用代码.</param>
/// <param name="Class">A code of the classification, or the beginning of one: two digits are a whole first level.</param>
/// <param name="Assigned"><c>me</c> or <c>nobody</c>.</param>
/// <param name="Q">Part of name, model or own number, or a whole reference.</param>
public sealed record QueueAsk(
    string? State, FilingKind? Kind, ResourceKind? Resource, string? Area, string? Organisation, string? Class, bool Late, string? Assigned, string? Q, string Sort, int Page, int Size)
{
    public const string Waiting = "waiting";

    /// <summary>Longest waiting first, newest first, by end of the term, by value, by name, by organisation.</summary>
    public static readonly string[] Sorts = ["waiting", "newest", "due", "value", "name", "organisation"];

    /// <summary>The states in which an officer has to act.</summary>
    public static readonly FilingState[] WaitingStates = [FilingState.Submitted, FilingState.Endorsed, FilingState.Checked];

    /// <summary>Reads an address; what it does not understand is in <see cref="QueryReader.Problems"/>.</summary>
    public static QueueAsk Read(QueryReader query) => new(
        query.Text("state") is Waiting ? Waiting : query.Member<FilingState>("state")?.ToString(),
        query.Member<FilingKind>("kind"), query.Member<ResourceKind>("resource"), query.Text("area"), query.Text("organisation"), query.Text("class"),
        query.OneOf("late", ["no", "yes"]) == "yes", query.OneOf("assigned", ["", "me", "nobody"]), query.Text("q"),
        query.OneOf("sort", Sorts), query.Number("page", 1, 1_000_000), query.Number("size", Paging.DefaultSize, Paging.MostSize));

    /// <summary>Notes codes that do not exist: over the API a slip must not look like an empty list.</summary>
    public static void Judge(QueryReader query, CodeTables tables, CityPack pack)
    {
        query.Demand("area", code => pack.Area(code) is not null);
        query.Demand("organisation", OrganisationIdentity.NamesOrganisation);
        query.Demand("class", code => tables.InstrumentClasses.Rows.Any(row => row.Code.StartsWith(code, StringComparison.Ordinal)));
    }

    /// <summary>Narrows what the actor may see to what was asked.</summary>
    public IQueryable<Filing> Narrow(IQueryable<Filing> filings, IQueryable<Organisation> organisations, Actor actor)
    {
        filings = State switch
        {
            null => filings,
            Waiting => filings.Where(f => WaitingStates.Contains(f.State)),
            var name => filings.Where(f => f.State == Enum.Parse<FilingState>(name)),
        };
        filings = Kind is { } kind ? filings.Where(f => f.Kind == kind) : filings;
        filings = Resource is { } resource ? filings.Where(f => f.ResourceKind == resource) : filings;
        filings = Area is { } area ? filings.Where(f => f.AreaCode == area) : filings;
        var named = organisations.Named(Organisation ?? "");
        filings = Organisation is null ? filings : filings.Where(f => named.Any(o => o.Id == f.OrganisationId));
        filings = Class is { } code ? filings.Where(f => f.ClassCode.StartsWith(code)) : filings;
        filings = Late ? filings.Where(f => f.DaysLate > 0) : filings;
        filings = Assigned switch
        {
            "me" => filings.Where(f => f.AssignedTo == actor.AccountId),
            "nobody" => filings.Where(f => f.AssignedTo == null),
            _ => filings,
        };
        return Q is { } text ? Containing(filings, text) : filings;
    }

    /// <summary>A stable order: whatever is sorted by, the number of the row decides last.</summary>
    public IQueryable<Filing> Order(IQueryable<Filing> filings) => (Sort switch
    {
        "newest" => filings.OrderByDescending(f => f.SubmittedAt ?? f.CreatedAt),
        "due" => filings.OrderBy(f => f.DueOn == null).ThenBy(f => f.DueOn),
        "value" => filings.OrderByDescending(f => f.OriginalValue),
        "name" => filings.OrderBy(f => f.Name),
        "organisation" => filings.OrderBy(f => f.OrganisationId),
        _ => filings.OrderBy(f => f.SubmittedAt ?? f.CreatedAt),
    }).ThenBy(f => f.Id);

    private static IQueryable<Filing> Containing(IQueryable<Filing> filings, string text)
    {
        var part = $"%{text.ToLowerInvariant().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
        var reference = text.ToUpperInvariant();
#pragma warning disable CA1304, CA1311 // Translated to SQL: no culture takes part.
        return filings.Where(f => f.Reference == reference || EF.Functions.Like(f.Name.ToLower(), part, @"\")
            || EF.Functions.Like(f.Model.ToLower(), part, @"\") || EF.Functions.Like(f.OwnNumber.ToLower(), part, @"\"));
#pragma warning restore CA1304, CA1311
    }
}
