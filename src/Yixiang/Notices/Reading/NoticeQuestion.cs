using System.Globalization;
using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>How a list of notices is narrowed; all of it stands in the address.</summary>
/// <param name="Year">Of publication.</param>
/// <param name="When">Of policies and events: <c>now</c> (in force, still to come) or <c>past</c>.</param>
public sealed record NoticeQuestion(IReadOnlyList<NoticeKind> Kinds, string? Words, int? Year, string? When, int Page)
{
    public const string Now = "now", Past = "past";

    /// <summary>Reads an address; what cannot be understood is passed over, as a reader's slip.</summary>
    public static NoticeQuestion Read(IQueryCollection query, IReadOnlyList<NoticeKind> kinds)
    {
        var kind = Enum.TryParse<NoticeKind>(query["kind"], out var asked) && kinds.Contains(asked) ? (NoticeKind?)asked : null;
        var words = query["q"].ToString().Trim();
        return new(
            kind is { } one ? [one] : kinds, words is { Length: > 0 and <= 100 } ? words : null, Number(query["year"], 1950, 2200),
            query["when"].ToString() switch { Now => Now, Past => Past, _ => null }, Number(query["page"], 1, 1_000_000) ?? 1);
    }

    /// <summary>Narrows what holds now.</summary>
    public IQueryable<Edition> On(IQueryable<Edition> editions, DateOnly today)
    {
        var kinds = Kinds;
        editions = editions.Where(e => kinds.Contains(e.Notice.Kind));
        foreach (var word in (Words ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(5))
        {
            editions = editions.Where(e => e.Words.Contains(word));
        }

        if (Year is { } year)
        {
            var (from, until) = (CityTime.BeginningOf(new(year, 1, 1)), CityTime.BeginningOf(new(year + 1, 1, 1)));
            editions = editions.Where(e => e.PublishedAt >= from && e.PublishedAt < until);
        }

        return When switch
        {
            Now => editions.Where(e => e.Span.Until == null || e.Span.Until >= today),
            Past => editions.Where(e => e.Span.Until < today),
            _ => editions,
        };
    }

    private static int? Number(string? text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
