namespace Yixiang.Ledger.Search;

/// <summary>What fulfils one part of a question, by how well it does.</summary>
internal sealed class Tiers(int capacity)
{
    /// <summary>What the best level is worth at a full share.</summary>
    public const int MostPoints = Finest * StepPoints;

    private const int Finest = 32, StepPoints = 4;
    private readonly Bits?[] levels = new Bits?[Finest + 1];
    private Bits? all;

    public Bits All => all ??= Union();

    public bool IsEmpty => Array.TrueForAll(levels, l => l is null) || All.Count() == 0;

    /// <param name="weight">How well, up to 1.</param>
    public void Add(float weight, Posting? holders) => holders?.AddTo(Level(weight));

    public void Add(float weight, Bits? holders)
    {
        if (holders is not null)
        {
            Level(weight).Or(holders);
        }
    }

    /// <summary>Leaves only what serves nearly as well as the best.</summary>
    /// <param name="share">Of the best that is there.</param>
    public void KeepBest(float share)
    {
        var best = Array.FindLastIndex(levels, l => l is not null);
        Array.Clear(levels, 0, Math.Max(0, (int)(best * share)));
        all = null;
    }

    /// <summary>Adds to each place of a result its best level.</summary>
    public void Score(Bits result, int[] scores, float share)
    {
        var open = result.Copy();
        for (var level = Finest; level > 0; level--)
        {
            if (levels[level] is { } holders)
            {
                open.MoveTo(scores, (int)MathF.Round(level * StepPoints * share), holders);
            }
        }
    }

    private Bits Level(float weight)
    {
        all = null;
        return levels[Math.Clamp((int)MathF.Round(weight * Finest), 1, Finest)] ??= new(capacity);
    }

    private Bits Union()
    {
        var union = new Bits(capacity);
        foreach (var level in levels)
        {
            if (level is not null)
            {
                union.Or(level);
            }
        }

        return union;
    }
}
