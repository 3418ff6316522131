using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>A need as one line of a list.</summary>
/// <param name="Matches">How many instruments were found for it.</param>
/// <param name="Units">How many units were asked.</param>
public sealed record NeedRow(
    string Reference, NeedState State, string What, string? Sample, string? Amount, DateOnly? WantedBy, string? Budget, OrganisationKind? AskerKind,
    DateTimeOffset ReceivedAt, DateOnly DueOn, DateTimeOffset? SettledAt, string? Answer, int Matches, int Units)
{
    public bool IsOpen => State is NeedState.Received or NeedState.Matching;

    public bool IsLate(DateOnly today) => IsOpen && DueOn < today;

    public Badge Badge => BadgeOf(State);

    public Badge? Clock(WorkingDays calendar, DateOnly today) => !IsOpen ? null
        : calendar.Count(today, DueOn) is < 0 and var over ? new(T("voice.days-over", -over), Tone.Error)
        : calendar.Count(today, DueOn) is var left ? new(T("voice.days-left", left), left <= 1 ? Tone.Warn : Tone.Quiet) : null;

    public static Badge BadgeOf(NeedState state) => new(T(state), state switch
    {
        NeedState.Received => Tone.Info,
        NeedState.Matching => Tone.Accent,
        NeedState.Answered => Tone.Ok,
        NeedState.Closed => Tone.Quiet,
    });
}

/// <summary>What is asked of the list of needs, as it stands in the address.</summary>
/// <param name="State">A state by name; <c>open</c>; <c>late</c>; null: every state.</param>
public sealed record NeedAsk(string? State, string? Q, string Sort, int Page)
{
    public const string Open = "open", Late = "late";

    public static NeedAsk Read(QueryReader query) => new(
        query.Text("state") is Open or Late ? query.Text("state") : query.Member<NeedState>("state")?.ToString(), query.Text("q"), query.OneOf("sort", ReportAsk.Sorts), query.Number("page", 1, 1_000_000));

    /// <summary>Narrows and orders what the actor may see; the number of the row decides last.</summary>
    public IQueryable<Need> Narrow(IQueryable<Need> needs, DateOnly today)
    {
        needs = State switch
        {
            null => needs,
            Open => needs.Where(n => n.State == NeedState.Received || n.State == NeedState.Matching),
            Late => needs.Late(today),
            var name => needs.Where(n => n.State == Enum.Parse<NeedState>(name)),
        };
        var reference = Q?.ToUpperInvariant();
        needs = Q is { } text ? needs.Where(n => n.Reference == reference || n.What.Contains(text) || (n.Sample != null && n.Sample.Contains(text))) : needs;
        return (Sort switch
        {
            "newest" => needs.OrderByDescending(n => n.ReceivedAt),
            "oldest" => needs.OrderBy(n => n.ReceivedAt),
            _ => needs.OrderBy(n => n.State == NeedState.Received || n.State == NeedState.Matching ? 0 : 1).ThenBy(n => n.DueOn),
        }).ThenByDescending(n => n.Id);
    }
}

public static class NeedRows
{
    /// <summary>The lines of these needs, in their order: one query.</summary>
    public static IQueryable<NeedRow> NeedRowsOf(this IQueryable<Need> needs) => needs.Select(n => new NeedRow(
        n.Reference, n.State, n.What, n.Sample, n.Amount, n.WantedBy, n.Budget, n.AskerKind, n.ReceivedAt, n.DueOn, n.SettledAt, n.Answer, n.Matches.Count, n.Units.Count));
}
