namespace Yixiang.Sheets;

/// <summary>Finds the one or two heading rows of a table below its titles.</summary>
internal static class HeaderFinder
{
    private const int RowsSearched = 40;

    private sealed record Line(int Number, string[] Texts)
    {
        public string At(int column) => column < Texts.Length ? Texts[column] : "";
        public int Filled => Texts.Count(t => t.Length > 0);
        public bool IsText => Texts.All(t => t.Length == 0 || !double.TryParse(t, out _));
    }

    /// <summary>Null when the sheet holds nothing that looks like headings.</summary>
    public static HeaderBlock? Find(SheetCursor rows, FieldLexicon lexicon)
    {
        var lines = Lines(rows);
        return lines.Count > 0 && (Best(lines, lexicon) ?? ByShape(lines)) is { } header ? header with { MoneyUnit = UnitAbove(lines, header) } : null;
    }

    private static MoneyUnit UnitAbove(List<Line> lines, HeaderBlock header) =>
        lines.Where(l => l.Number < header.FirstRow).SelectMany(l => l.Texts).Select(MoneyCells.UnitOfTitle).LastOrDefault(u => u != MoneyUnit.Unknown);

    private static List<Line> Lines(SheetCursor rows)
    {
        var lines = new List<Line>();
        while (lines.Count < RowsSearched && rows.Read())
        {
            var texts = new string[rows.Cells.Length];
            for (var i = 0; i < texts.Length; i++)
            {
                texts[i] = HeaderText.Tidy(rows.Cells[i].ToString());
            }

            if (texts.Length > 0)
            {
                lines.Add(new Line(rows.RowNumber, texts));
            }
        }

        return lines;
    }

    /// <summary>The row, or the pair of rows, in which most headings are known.</summary>
    private static HeaderBlock? Best(List<Line> lines, FieldLexicon lexicon)
    {
        var single = lines.Select(l => l.Texts.Distinct().Count(lexicon.Recognises)).ToArray();
        var best = Array.IndexOf(single, single.Max());
        var pair = Enumerable.Range(0, lines.Count - 1)
            .Select(i => (Upper: i, Score: Joined(lines[i], lines[i + 1]).Select(c => c.Label).Distinct().Count(lexicon.Recognises)))
            .Where(p => LooksLikeHeadings(lines[p.Upper + 1]))
            .OrderByDescending(p => p.Score).ThenBy(p => p.Upper)
            .FirstOrDefault();
        if (pair.Score > single[best])
        {
            return Block(lines[pair.Upper], lines[pair.Upper + 1], pair.Score);
        }

        return single[best] < 2 ? null
            : best > 0 && IsGroupRow(lines[best - 1], lines[best]) ? Block(lines[best - 1], lines[best], single[best])
            : Block(null, lines[best], single[best]);
    }

    /// <summary>Nothing is known: the first row that fills most of the columns with words.</summary>
    private static HeaderBlock? ByShape(List<Line> lines)
    {
        var widest = lines.Max(l => l.Filled);
        var line = lines.Find(l => l.IsText && l.Filled >= 2 && l.Filled * 10 >= widest * 6);
        return line is null ? null : Block(null, line, 0);
    }

    private static bool LooksLikeHeadings(Line line) => line.IsText && line.Texts.All(t => t.Length <= 120);

    /// <summary>Groups are fewer than the headings below them; a lone cell at the far left is a title, not a group.</summary>
    private static bool IsGroupRow(Line upper, Line lower) =>
        upper.Number == lower.Number - 1 && upper.IsText && upper.Filled < lower.Filled && (upper.Filled > 1 || upper.At(0).Length == 0);

    private static HeaderBlock Block(Line? upper, Line lower, int recognised) => new(
        upper?.Number ?? lower.Number,
        lower.Number,
        upper is null ? [.. lower.Texts.Select((t, i) => new ColumnHeading(i, t, null))] : [.. Joined(upper, lower)],
        recognised);

    /// <summary>A heading without one below it counts itself; one above several is their group.</summary>
    private static IEnumerable<ColumnHeading> Joined(Line upper, Line lower)
    {
        string? group = null;
        for (var i = 0; i < Math.Max(upper.Texts.Length, lower.Texts.Length); i++)
        {
            group = upper.At(i).Length > 0 ? upper.At(i) : lower.At(i).Length > 0 ? group : null;
            yield return lower.At(i).Length > 0 ? new ColumnHeading(i, lower.At(i), group) : new ColumnHeading(i, upper.At(i), null);
        }
    }
}
