namespace Yixiang.Notices.Text;

/// <summary>What became of a piece of text from one edition to the next.</summary>
public enum Change { Kept, Removed, Added }

/// <summary>A run of words with one fate.</summary>
public readonly record struct Piece(Change Change, string Text);

/// <summary>A line of the comparison: kept whole, gone, new, or changed within.</summary>
/// <param name="Pieces">More than one where only some words changed.</param>
public sealed record ChangedLine(IReadOnlyList<Piece> Pieces)
{
    public bool IsKept => Pieces.All(p => p.Change == Change.Kept);
}

/// <summary>Compares two texts line by line, and where a line took the place of another, word by word; each Chinese character counts as a word.</summary>
public static class TextChanges
{
    /// <summary>Beyond so many pairs nothing is compared within: all of it counts as replaced.</summary>
    private const int MostPairs = 4_000_000;

    public static IReadOnlyList<ChangedLine> Between(string before, string after)
    {
        List<ChangedLine> lines = [];
        List<string> gone = [], come = [];
        foreach (var (change, line) in Steps(Lines(before), Lines(after)))
        {
            (change == Change.Removed ? gone : change == Change.Added ? come : []).Add(line);
            if (change == Change.Kept)
            {
                Settle(gone, come, lines);
                lines.Add(new([new(Change.Kept, line)]));
            }
        }

        Settle(gone, come, lines);
        return lines;
    }

    /// <summary>Lines that went and lines that came in one place are compared in pairs.</summary>
    private static void Settle(List<string> gone, List<string> come, List<ChangedLine> lines)
    {
        for (var i = 0; i < Math.Max(gone.Count, come.Count); i++)
        {
            lines.Add(new(i >= come.Count ? [new(Change.Removed, gone[i])] : i >= gone.Count ? [new(Change.Added, come[i])] : Within(gone[i], come[i])));
        }

        gone.Clear();
        come.Clear();
    }

    private static List<Piece> Within(string before, string after)
    {
        List<Piece> pieces = [];
        foreach (var (change, word) in Steps(Words(before), Words(after)))
        {
            if (pieces.Count > 0 && pieces[^1].Change == change)
            {
                pieces[^1] = new(change, pieces[^1].Text + word);
            }
            else
            {
                pieces.Add(new(change, word));
            }
        }

        return pieces;
    }

    /// <summary>The shortest way from one row of words to another: the longest common part stays.</summary>
    private static List<(Change Change, string Word)> Steps(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var head = 0;
        while (head < before.Count && head < after.Count && before[head] == after[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        List<(Change, string)> steps = [.. before.Take(head).Select(w => (Change.Kept, w))];
        steps.AddRange(Middle([.. before.Skip(head).SkipLast(tail)], [.. after.Skip(head).SkipLast(tail)]));
        steps.AddRange(before.TakeLast(tail).Select(w => (Change.Kept, w)));
        return steps;
    }

    private static List<(Change, string)> Middle(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MostPairs)
        {
            return [.. before.Select(w => (Change.Removed, w)), .. after.Select(w => (Change.Added, w))];
        }

        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return Walk(before, after, common);
    }

    private static List<(Change, string)> Walk(string[] before, string[] after, int[,] common)
    {
        List<(Change, string)> steps = [];
        var (i, j) = (0, 0);
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                steps.Add((Change.Kept, before[i]));
                (i, j) = (i + 1, j + 1);
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                steps.Add((Change.Removed, before[i++]));
            }
            else
            {
                steps.Add((Change.Added, after[j++]));
            }
        }

        return steps;
    }

    private static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).Where(l => l != "")];

    private static List<string> Words(string line)
    {
        List<string> words = [];
        var begin = 0;
        for (var at = 1; at <= line.Length; at++)
        {
            if (at == line.Length || !(Joins(line[at - 1]) && Joins(line[at])))
            {
                // A pair of surrogates is one character.
                if (at < line.Length && char.IsLowSurrogate(line[at]))
                {
                    continue;
                }

                words.Add(line[begin..at]);
                begin = at;
            }
        }

        return words;
    }

    /// <summary>Letters and figures of other scripts make words; Chinese characters stand alone.</summary>
    private static bool Joins(char sign) => char.IsAsciiLetterOrDigit(sign) || (char.IsLetter(sign) && sign < '\u2E80');
}
