using Sylvan.Data.Csv;

namespace Yixiang.Sheets;

/// <summary>A text file of values with a comma, semicolon, tab or bar between them, in UTF-8, UTF-16 or GB18030.</summary>
internal sealed class CsvFile : SheetFile
{
    private readonly Stream _stream;
    private readonly System.Text.Encoding _encoding;
    private readonly char _delimiter;

    public CsvFile(Stream stream, string fileName, SheetLimits limits) : base(limits)
    {
        _stream = stream;
        _encoding = TextEncodings.Of(stream);
        using var start = Text();
        _delimiter = CsvDelimiter.Of(start);
        Sheets = [new SheetInfo(0, Path.GetFileNameWithoutExtension(fileName), false)];
    }

    public override FileFormat Format => FileFormat.Csv;

    public override SheetCursor Rows(SheetInfo sheet) => Unbroken.Do(() => new Cursor(
        CsvDataReader.Create(Text(), new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = _delimiter,
            CsvStyle = CsvStyle.Lax,
            BufferSize = 1 << 16,
            MaxBufferSize = 1 << 24,
        }),
        _delimiter,
        Limits));

    public override void Dispose() => _stream.Dispose();

    private StreamReader Text()
    {
        _stream.Position = 0;
        return new StreamReader(_stream, _encoding, detectEncodingFromByteOrderMarks: true, 1 << 15, leaveOpen: true);
    }

    private sealed class Cursor(CsvDataReader reader, char delimiter, SheetLimits limits) : SheetCursor(limits)
    {
        private int _widest;

        protected override bool ReadRow()
        {
            if (!reader.Read())
            {
                return false;
            }

            RowNumber = reader.RowNumber;
            _widest = Math.Max(_widest, reader.RowFieldCount);
            for (var i = 0; i < reader.RowFieldCount; i++)
            {
                var text = reader.GetString(i);
                if (text.Contains('\n', StringComparison.Ordinal) && reader.RowFieldCount < _widest && HoldsRows(text))
                {
                    throw SheetRefusals.OpenQuote(RowNumber);
                }

                Put(i, text.Length == 0 ? SheetCell.Blank : SheetCell.OfText(AsShown(text)));
            }

            return true;
        }

        protected override void Close() => reader.Dispose();

        /// <summary>A quotation mark that nobody closed makes one value of all rows up to the next one.</summary>
        private bool HoldsRows(string text) => text.Split('\n').Skip(1).Any(line => line.Count(c => c == delimiter) >= _widest - 1);

        /// <summary><c>="00123"</c> is how a CSV keeps a spreadsheet program from taking the zeros away.</summary>
        private static string AsShown(string text) =>
            text is ['=', '"', .. var kept, '"'] && !kept.Contains('"', StringComparison.Ordinal) ? kept : FormulaInjection.Restore(text);
    }
}

/// <summary>Which character stands between the values: the one that divides the first lines most evenly.</summary>
internal static class CsvDelimiter
{
    private const int SampleLines = 30;
    private static readonly char[] Candidates = [',', '\t', ';', '|'];

    public static char Of(TextReader text)
    {
        var lines = Lines(text).ToList();
        return Candidates.MaxBy(c => Evenness(lines, c));
    }

    /// <summary>How many lines agree on the most frequent count above zero, then how high that count is.</summary>
    private static (int Lines, int Count) Evenness(List<string> lines, char delimiter) => lines
        .Select(l => CountOutsideQuotes(l, delimiter))
        .Where(n => n > 0)
        .GroupBy(n => n)
        .Select(g => (g.Count(), g.Key))
        .DefaultIfEmpty()
        .Max();

    private static IEnumerable<string> Lines(TextReader text)
    {
        for (var i = 0; i < SampleLines && text.ReadLine() is { } line; i++)
        {
            yield return line;
        }
    }

    private static int CountOutsideQuotes(string line, char delimiter)
    {
        var quoted = false;
        var count = 0;
        foreach (var c in line)
        {
            quoted ^= c == '"';
            count += !quoted && c == delimiter ? 1 : 0;
        }

        return count;
    }
}
