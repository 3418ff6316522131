using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>How a unit narrows and orders the list of its filings; all of it stands in the address.</summary>
/// <param name="State">The name of a state, or <c>late</c>, <c>due</c>, <c>review</c>.</param>
/// <param name="Sort">A column, with a leading minus for falling order.</param>
public sealed record FilingQuery(string? Q, string? State, FilingKind? Kind, string? Sort)
{
    public const string Late = "late";
    public const string Due = "due";
    public const string Review = "review";

    public IQueryable<Filing> On(IQueryable<Filing> filings, DateOnly today) => Order(OfState(OfText(filings), today));

    private IQueryable<Filing> OfText(IQueryable<Filing> filings)
    {
        var text = Q?.Trim().ToLowerInvariant() ?? "";
        filings = Kind is { } kind ? filings.Where(f => f.Kind == kind) : filings;
#pragma warning disable CA1304, CA1311, CA1862 // lower() of the database, not of .NET
        return text == "" ? filings : filings.Where(f => f.Name.ToLower().Contains(text) || f.Model.ToLower().Contains(text)
            || f.OwnNumber.ToLower().Contains(text) || f.Reference.ToLower().Contains(text));
#pragma warning restore CA1304, CA1311, CA1862
    }

    private IQueryable<Filing> OfState(IQueryable<Filing> filings, DateOnly today) => State switch
    {
        null or "" => filings,
        Late => filings.WhereLate(today),
        Due => filings.WhereDue(today, FilingBadge.Pressing),
        Review => filings.Where(f => f.State == FilingState.Submitted || f.State == FilingState.Endorsed || f.State == FilingState.Checked),
        _ => Enum.TryParse<FilingState>(State, out var state) ? filings.Where(f => f.State == state) : filings,
    };

    private IQueryable<Filing> Order(IQueryable<Filing> filings) => (Sort switch
    {
        "name" => filings.OrderBy(f => f.Name),
        "-name" => filings.OrderByDescending(f => f.Name),
        "value" => filings.OrderBy(f => f.OriginalValue),
        "-value" => filings.OrderByDescending(f => f.OriginalValue),
        "due" => filings.OrderBy(f => f.DueOn == null).ThenBy(f => f.DueOn),
        "-due" => filings.OrderBy(f => f.DueOn == null).ThenByDescending(f => f.DueOn),
        "completeness" => filings.OrderBy(f => f.Completeness),
        "-completeness" => filings.OrderByDescending(f => f.Completeness),
        "changed" => filings.OrderBy(f => f.ChangedAt),
        _ => filings.OrderByDescending(f => f.ChangedAt),
    }).ThenBy(f => f.Id);
}

/// <summary>The clock as a condition on rows.</summary>
public static class Clocks
{
    /// <summary>Filings whose term runs: never handed in, open, not exempt.</summary>
    public static IQueryable<Filing> WhereTermRuns(this IQueryable<Filing> filings) =>
        filings.Where(f => f.FirstSubmittedAt == null && f.Exemption == null && f.DueOn != null && f.State != FilingState.Accepted && f.State != FilingState.Discarded);

    public static IQueryable<Filing> WhereLate(this IQueryable<Filing> filings, DateOnly today) => filings.WhereTermRuns().Where(f => f.DueOn < today);

    /// <summary>The term ends within so many days, today included, and is not over.</summary>
    public static IQueryable<Filing> WhereDue(this IQueryable<Filing> filings, DateOnly today, int days)
    {
        var last = today.AddDays(days);
        return filings.WhereTermRuns().Where(f => f.DueOn >= today && f.DueOn <= last);
    }
}
