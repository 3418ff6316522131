using DiffPlex;
using DiffPlex.Chunkers;

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
    private static readonly LineChunker Lines = new();
    private static readonly CustomFunctionChunker Words = new(WordsOf);

    public static IReadOnlyList<ChangedLine> Between(string before, string after)
    {
        List<ChangedLine> lines = [];
        foreach (var (kept, gone, come) in Runs(Tidied(before), Tidied(after), Lines))
        {
            lines.AddRange(kept.Select(line => Whole(Change.Kept, line)));
            lines.AddRange(gone.Zip(come, Within));
            lines.AddRange(gone.Skip(come.Count).Select(line => Whole(Change.Removed, line)));
            lines.AddRange(come.Skip(gone.Count).Select(line => Whole(Change.Added, line)));
        }

        return lines;
    }

    private static ChangedLine Whole(Change change, string line) => new([new(change, line)]);

    /// <summary>A line that took the place of another.</summary>
    private static ChangedLine Within(string before, string after) => new(
    [
        .. Runs(before, after, Words).SelectMany(run => new Piece[] { new(Change.Kept, string.Concat(run.Kept)), new(Change.Removed, string.Concat(run.Gone)), new(Change.Added, string.Concat(run.Come)) })
            .Where(p => p.Text != ""),
    ]);

    /// <summary>What stays, and after it what went and what came in its place; again and again to the end.</summary>
    private static IEnumerable<(IReadOnlyList<string> Kept, IReadOnlyList<string> Gone, IReadOnlyList<string> Come)> Runs(string before, string after, IChunker chunker)
    {
        var found = Differ.Instance.CreateDiffs(before, after, ignoreWhiteSpace: false, ignoreCase: false, chunker);
        var at = 0;
        foreach (var block in found.DiffBlocks)
        {
            yield return (Part(found.PiecesOld, at, block.DeleteStartA - at), Part(found.PiecesOld, block.DeleteStartA, block.DeleteCountA), Part(found.PiecesNew, block.InsertStartB, block.InsertCountB));
            at = block.DeleteStartA + block.DeleteCountA;
        }

        yield return (Part(found.PiecesOld, at, found.PiecesOld.Count - at), [], []);
    }

    private static List<string> Part(IReadOnlyList<string> pieces, int from, int count) => [.. pieces.Skip(from).Take(count)];

    /// <summary>Blank lines, and blanks at the end of a line, say nothing.</summary>
    private static string Tidied(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).Where(l => l != ""));

    private static string[] WordsOf(string line)
    {
        List<string> words = [];
        var begin = 0;
        for (var at = 1; at <= line.Length; at++)
        {
            // A pair of surrogates is one character.
            if (at == line.Length || (!(Joins(line[at - 1]) && Joins(line[at])) && !char.IsLowSurrogate(line[at])))
            {
                words.Add(line[begin..at]);
                begin = at;
            }
        }

        return [.. words];
    }

    /// <summary>Letters and figures of other scripts make words; Chinese characters stand alone.</summary>
    private static bool Joins(char sign) => char.IsAsciiLetterOrDigit(sign) || (char.IsLetter(sign) && sign < '\u2E80');
}
