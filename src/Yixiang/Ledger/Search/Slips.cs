namespace Yixiang.Ledger.Search;

/// <summary>Words that differ by a slip of the keys: a character too many, too few, another one, or two in the wrong order.</summary>
internal static class Slips
{
    private const int Most = 3;

    /// <summary>The nearest words; none where nothing is near enough. The longer a word, the more slips are forgiven.</summary>
    public static IReadOnlyList<string> Nearest(string typed, IEnumerable<string> words)
    {
        var forgiven = Forgiven(typed);
        if (forgiven == 0)
        {
            return [];
        }

        List<string> nearest = [];
        foreach (var word in words)
        {
            if (Math.Abs(word.Length - typed.Length) > forgiven || Han.Is(word[0]) != Han.Is(typed[0]))
            {
                continue;
            }

            // Of three letters only the order is forgiven: xdr is xrd, but not sdr.
            var distance = typed.Length == 3 && !typed.Order().SequenceEqual(word.Order()) ? forgiven + 1 : Distance(typed, word, forgiven);
            if (distance < forgiven)
            {
                (forgiven, nearest) = (distance, [word]);
            }
            else if (distance == forgiven && nearest.Count < Most)
            {
                nearest.Add(word);
            }
        }

        return nearest;
    }

    private static int Forgiven(string typed) => Han.Is(typed[0])
        ? typed.Length >= 8 ? 2 : typed.Length >= 4 ? 1 : 0
        : typed.Length >= 8 ? 2 : typed.Length >= 3 ? 1 : 0;

    /// <summary>Number of slips between two words, up to one more than are forgiven.</summary>
    internal static int Distance(string a, string b, int forgiven)
    {
        int[] before = new int[b.Length + 1], last = [.. Enumerable.Range(0, b.Length + 1)], now = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            now[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(last[j], now[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                now[j] = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(cost, before[j - 2] + 1) : cost;
                least = Math.Min(least, now[j]);
            }

            if (least > forgiven)
            {
                return forgiven + 1;
            }

            (before, last, now) = (last, now, before);
        }

        return last[b.Length];
    }
}
