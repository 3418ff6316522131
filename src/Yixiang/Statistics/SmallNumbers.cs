namespace Yixiang.Statistics;

/// <summary>Which numbers of persons in a table may be told, when everybody knows their sum.</summary>
/// <remarks>
/// A number below the least is not told (primary suppression). The smallest of the others is held back with it, and more until no number that is not told can be
/// reckoned from the sum, the numbers told and the bounds that the signs themselves say. Where that cannot be had, the table is not told at all.
/// </remarks>
public static class SmallNumbers
{
    /// <param name="counts">None is negative.</param>
    /// <param name="least">The smallest number of persons that is told.</param>
    /// <returns>For each number why it is not told, null where it is; null when the whole table is not.</returns>
    public static IReadOnlyList<Silence?>? Tell(IReadOnlyList<int> counts, int least)
    {
        var silences = counts.Select(c => c > 0 && c < least ? Silence.TooSmall : (Silence?)null).ToArray();
        if (silences.All(s => s is null))
        {
            return silences;
        }

        if (counts.Sum() < least)
        {
            return null;
        }

        do
        {
            if (SmallestTold(counts, silences) is not { } next)
            {
                return IsSafe(counts, silences, least) ? silences : null;
            }

            silences[next] = Silence.HeldBack;
        }
        while (!IsSafe(counts, silences, least));
        return silences;
    }

    /// <summary>Nobody is in a group with none, so zero hides nothing and nothing hides behind it.</summary>
    private static int? SmallestTold(IReadOnlyList<int> counts, Silence?[] silences) =>
        Enumerable.Range(0, counts.Count).Where(i => silences[i] is null && counts[i] > 0).OrderBy(i => counts[i]).Select(i => (int?)i).FirstOrDefault();

    /// <summary>Does every number that is not told have at least two values that fit all that is told?</summary>
    private static bool IsSafe(IReadOnlyList<int> counts, Silence?[] silences, int least)
    {
        var hidden = Enumerable.Range(0, counts.Count).Where(i => silences[i] is not null).ToList();
        var sum = hidden.Sum(i => counts[i]);
        // What is held back is the smallest of the larger ones, so it is no larger than any that is told.
        var most = SmallestTold(counts, silences) is { } told ? Math.Min(sum, counts[told]) : sum;
        int Low(int i) => silences[i] == Silence.TooSmall ? 1 : least;
        int High(int i) => silences[i] == Silence.TooSmall ? least - 1 : most;
        var (low, high) = (hidden.Sum(Low), hidden.Sum(High));
        return hidden.All(i => Math.Max(Low(i), sum - (high - High(i))) < Math.Min(High(i), sum - (low - Low(i))));
    }
}
