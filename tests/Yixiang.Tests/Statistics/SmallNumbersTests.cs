using Yixiang.Statistics;

namespace Yixiang.Tests.Statistics;

/// <summary>No small number of persons comes out, not even by reckoning.</summary>
public sealed class SmallNumbersTests
{
    private const int Least = 5;

    [Fact]
    public void Numbers_that_are_large_enough_are_all_told() => Assert.All(SmallNumbers.Tell([5, 12, 0, 7], Least)!, Assert.Null);

    [Fact]
    public void A_small_number_takes_the_smallest_of_the_others_with_it() =>
        Assert.Equal([null, Silence.TooSmall, Silence.HeldBack, null], SmallNumbers.Tell([20, 3, 9, 30], Least)!);

    [Fact]
    public void Two_small_numbers_at_the_end_of_their_bounds_hide_more_than_one_other()
    {
        // 1 + 1 + 5 = 7: held back means at least 5, so the two would be known.
        var told = SmallNumbers.Tell([1, 1, 5, 8, 40], Least)!;

        Assert.Equal([Silence.TooSmall, Silence.TooSmall, Silence.HeldBack, Silence.HeldBack, null], told);
    }

    [Fact]
    public void A_table_that_cannot_be_told_safely_is_not_told()
    {
        Assert.Null(SmallNumbers.Tell([4, 4], Least));
        Assert.Null(SmallNumbers.Tell([1, 1, 1], Least));
        Assert.Null(SmallNumbers.Tell([1, 1, 1, 1, 1], Least));
        Assert.NotNull(SmallNumbers.Tell([3, 2, 4], Least));
    }

    /// <summary>Every table of up to four groups with up to seven persons each: whoever knows the sum, the numbers told and what the signs mean finds at least two values for each that is not told.</summary>
    [Theory, InlineData(3, 4, 6), InlineData(4, 3, 9), InlineData(5, 3, 12)]
    public void What_is_not_told_cannot_be_reckoned(int least, int groups, int largest)
    {
        var (told, hidden) = (0, 0);
        foreach (var counts in Tables(groups, largest))
        {
            if (SmallNumbers.Tell(counts, least) is not { } silences)
            {
                continue;
            }

            told++;
            Assert.All(counts.Zip(silences), c => Assert.True(c.First == 0 || c.First >= least || c.Second is Silence.TooSmall));
            if (silences.All(s => s is null))
            {
                continue;
            }

            hidden++;
            var fitting = TablesOf(groups, counts.Sum()).Where(t => Fits(t, counts, silences, least)).ToList();
            Assert.All(Enumerable.Range(0, groups).Where(i => silences[i] is not null), i =>
                Assert.True(fitting.Select(t => t[i]).Distinct().Skip(1).Any(), $"{string.Join(' ', counts)} gives {i} away"));
        }

        Assert.True(told > 100 && hidden > 100, $"{told} tables were told, {hidden} with something hidden: too few to say anything.");
    }

    private static bool Fits(int[] guess, int[] counts, IReadOnlyList<Silence?> silences, int least) => Enumerable.Range(0, counts.Length).All(i => silences[i] switch
    {
        null => guess[i] == counts[i],
        Silence.TooSmall => guess[i] > 0 && guess[i] < least,
        _ => guess[i] >= least && Enumerable.Range(0, counts.Length).All(j => silences[j] is not null || counts[j] == 0 || guess[i] <= counts[j]),
    });

    /// <summary>Every table that has this sum.</summary>
    private static IEnumerable<int[]> TablesOf(int groups, int sum) =>
        groups == 1 ? [[sum]] : from head in Enumerable.Range(0, sum + 1) from rest in TablesOf(groups - 1, sum - head) select (int[])[head, .. rest];

    private static IEnumerable<int[]> Tables(int groups, int largest) =>
        groups == 0 ? [[]] : from head in Enumerable.Range(0, largest + 1) from rest in Tables(groups - 1, largest) select (int[])[head, .. rest];
}
