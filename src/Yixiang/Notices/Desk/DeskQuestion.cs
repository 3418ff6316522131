using System.Linq.Expressions;
using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>An edition as those who write see it in their list.</summary>
public sealed record DeskLine(
    int Number, string Reference, NoticeKind Kind, string Title, EditionState State, int? Version, bool Pinned, string? Unit, DateTimeOffset ChangedAt,
    DateTimeOffset? ScheduledFor, DateTimeOffset? PublishedAt, DateTimeOffset? EndedAt, string? Remark)
{
    public static readonly Expression<Func<Edition, DeskLine>> Of = e => new(
        e.Notice.Number, e.Reference, e.Notice.Kind, e.Wording.Title, e.State, e.Number, e.Notice.Pinned, e.Notice.Organisation!.Name, e.ChangedAt, e.ScheduledFor, e.PublishedAt, e.EndedAt, e.Remark);
}

/// <summary>How the list of editions is narrowed at the desk; what was replaced or discarded is shown where it is asked for.</summary>
public sealed record DeskQuestion(string? Words, NoticeKind? Kind, EditionState? State, int Page)
{
    public static DeskQuestion Read(IQueryCollection query) => new(
        query["q"].ToString().Trim() is { Length: > 0 and <= 100 } words ? words : null,
        Enum.TryParse<NoticeKind>(query["kind"], out var kind) && Enum.IsDefined(kind) ? kind : null,
        Enum.TryParse<EditionState>(query["state"], out var state) && Enum.IsDefined(state) ? state : null,
        int.TryParse(query["page"], out var page) ? page : 1);

    public IQueryable<Edition> On(IQueryable<Edition> editions)
    {
        var (kind, state) = (Kind, State);
        editions = kind is null ? editions : editions.Where(e => e.Notice.Kind == kind);
        editions = state is null ? editions.Where(e => e.State != EditionState.Replaced && e.State != EditionState.Discarded) : editions.Where(e => e.State == state);
        if (Words?.ToLowerInvariant() is { } words)
        {
            editions = editions.Where(e => e.Words.Contains(words) || e.Reference == Words);
        }

        return editions.OrderBy(e => e.State == EditionState.Submitted ? 0 : e.State == EditionState.Draft || e.State == EditionState.Scheduled ? 1 : 2).ThenByDescending(e => e.ChangedAt).ThenByDescending(e => e.Id);
    }
}
