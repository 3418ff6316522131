using ExcelDataReader;

namespace Yixiang.Sheets;

/// <summary>A workbook of Excel 97-2003 (BIFF8 in an OLE2 container), as the national templates are.</summary>
internal sealed class XlsFile : SheetFile
{
    private readonly Stream _stream;

    public XlsFile(Stream stream, SheetLimits limits) : base(limits)
    {
        _stream = stream;
        using var reader = Reader();
        var sheets = new List<SheetInfo>();
        do
        {
            sheets.Add(new SheetInfo(sheets.Count, reader.Name ?? "", reader.VisibleState is not (null or "visible")));
        }
        while (reader.NextResult());
        Sheets = sheets;
    }

    public override FileFormat Format => FileFormat.Xls;

    public override SheetCursor Rows(SheetInfo sheet) => Unbroken.Do(() => new Cursor(ReaderAt(sheet), Limits));

    public override IReadOnlyList<MergedCells> Merged(SheetInfo sheet) => Unbroken.Do(() =>
    {
        using var reader = ReaderAt(sheet);
        return reader.MergeCells?.Select(m => new MergedCells(m.FromRow + 1, m.ToRow + 1, m.FromColumn, m.ToColumn)).ToList() ?? [];
    });

    public override void Dispose() => _stream.Dispose();

    private IExcelDataReader ReaderAt(SheetInfo sheet)
    {
        var reader = Reader();
        for (var i = 0; i < sheet.Index; i++)
        {
            reader.NextResult();
        }

        return reader;
    }

    private IExcelDataReader Reader()
    {
        // Before the library's configuration is made: its own default is a code page that must be known by then.
        var fallback = TextEncodings.Gb18030;
        _stream.Position = 0;
        return ExcelReaderFactory.CreateBinaryReader(_stream, new ExcelReaderConfiguration { LeaveOpen = true, FallbackEncoding = fallback });
    }

    private sealed class Cursor(IExcelDataReader reader, SheetLimits limits) : SheetCursor(limits)
    {
        protected override bool ReadRow()
        {
            if (!reader.Read())
            {
                return false;
            }

            RowNumber = reader.Depth + 1;
            IsHidden = reader.RowHeight <= 0;
            for (var i = 0; i < reader.FieldCount; i++)
            {
                Put(i, CellAt(i));
            }

            return true;
        }

        protected override void Close() => reader.Dispose();

        /// <summary>The library gives a formula's last value and nothing for one that failed.</summary>
        private SheetCell CellAt(int column) => reader.GetValue(column) switch
        {
            null => SheetCell.Blank,
            string text => SheetCell.OfText(text),
            double number => SheetCell.OfNumber(number),
            int number => SheetCell.OfNumber(number),
            bool truth => SheetCell.OfTruth(truth),
            DateTime date => SheetCell.OfDate(date),
            TimeSpan time => SheetCell.OfText(time.ToString("c", System.Globalization.CultureInfo.InvariantCulture)),
            var other => SheetCell.OfText(Convert.ToString(other, System.Globalization.CultureInfo.InvariantCulture) ?? ""),
        };
    }
}
