using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>What became of one chosen filing.</summary>
/// <param name="Refusal">Why nothing was done to it; null when it was done.</param>
public sealed record BulkResult(string Reference, string Name, Refusal? Refusal)
{
    public bool Done => Refusal is null;
}

/// <summary>One act on many filings: each is its own use case, so that one refusal stops no other, and every chosen one is answered.</summary>
public sealed class Bulk(IServiceScopeFactory scopes)
{
    /// <summary>More than this at once is refused as a whole: a page shows at most a hundred.</summary>
    public const int Most = 200;

    /// <summary>The moves an officer of this role may ever make under these rules.</summary>
    public static IEnumerable<Lifecycle<Filing, FilingState>.Move> MovesOf(Actor actor, CityRules rules) => Filing.Lifecycle.Moves
        .Where(m => m.By.Contains(actor.Role) && m.From.Any(state => QueueAsk.WaitingStates.Contains(state)))
        .Where(m => m != Filing.Lifecycle.Check || rules.Review.SecondOfficerAccepts)
        .Where(m => !actor.Is(Role.CountyOfficer) || rules.Review.CountyFirst);

    /// <summary>Makes one move with each of the chosen filings.</summary>
    /// <param name="choices">References with the version that was seen, as <see cref="QueueRow.Choice"/> writes them.</param>
    public Task<IReadOnlyList<BulkResult>> MoveAsync(Lifecycle<Filing, FilingState>.Move move, object input, IEnumerable<string> choices, Actor actor, CancellationToken stop) =>
        EachAsync(choices, actor, (services, filing) => services.GetRequiredService<FilingMoves>().MakeAsync(move, filing, input, actor, stop), stop);

    /// <summary>Gives each of the chosen filings to an officer, or to nobody.</summary>
    public Task<IReadOnlyList<BulkResult>> AssignAsync(long? officer, IEnumerable<string> choices, Actor actor, CancellationToken stop) =>
        EachAsync(choices, actor, (services, filing) => services.GetRequiredService<DeskActs>().AssignAsync(filing, officer, actor, stop), stop);

    private async Task<IReadOnlyList<BulkResult>> EachAsync(IEnumerable<string> choices, Actor actor, Func<IServiceProvider, Filing, Task> act, CancellationToken stop)
    {
        var results = new List<BulkResult>();
        foreach (var choice in choices.Distinct().Take(Most))
        {
            await using var scope = scopes.CreateAsyncScope();
            results.Add(await OneAsync(scope.ServiceProvider, choice, actor, act, stop));
        }

        return results;
    }

    /// <summary>A context of its own for each, so that what is left of a refused one cannot be saved with the next.</summary>
    private static async Task<BulkResult> OneAsync(IServiceProvider services, string choice, Actor actor, Func<IServiceProvider, Filing, Task> act, CancellationToken stop)
    {
        var (reference, seen) = choice.Split(':') is [var r, var v] && Guid.TryParse(v, out var version) ? (r, version) : (choice, Guid.Empty);
        var db = services.GetRequiredService<Db>();
        var filing = await db.Filings.Include(f => f.ReturnReasons).Include(f => f.Exemption).VisibleTo(actor).SingleOrDefaultAsync(f => f.Reference == reference, stop);
        if (filing is null)
        {
            return new(reference, "", new(RefusalKind.Conflict, "not-found", reference));
        }

        try
        {
            await (filing.Version == seen ? act(services, filing) : throw new RefusedException(await db.ChangedSinceAsync(filing, stop)));
            return new(reference, filing.Name, null);
        }
        catch (RefusedException refused)
        {
            return new(reference, filing.Name, refused.Refusal.Kind == RefusalKind.Conflict ? await db.ChangedSinceAsync(filing, stop, refused.Refusal) : refused.Refusal);
        }
    }
}
