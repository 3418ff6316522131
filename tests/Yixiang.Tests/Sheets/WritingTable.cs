using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Tests.Sheets;

/// <summary>A table with a column of each kind, and readers for what was written.</summary>
internal static class WritingTable
{
    public sealed record Row(string? Name, string? Code, decimal? Hours, Yuan? Value, DateOnly? On, DateTimeOffset? At);

    public static readonly Table<Row> Table = new Table<Row>("site.name")
        .Text("site.name", r => r.Name, width: 30)
        .Code("site.name", r => r.Code)
        .Number("site.name", r => r.Hours)
        .Money("site.name", r => r.Value)
        .Date("site.name", r => r.On)
        .Instant("site.name", r => r.At);

    public static Row Named(string? name) => new(name, "123456789012345678", 1600.5m, Yuan.Of(2_350_000.5m), new(2026, 3, 1), new(2026, 3, 1, 16, 5, 0, TimeSpan.Zero));

    public static async IAsyncEnumerable<T> Stream<T>(params IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            await Task.Yield();
            yield return row;
        }
    }

    static WritingTable() => System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);

    public static List<object?[]> ReadWorkbook(MemoryStream file)
    {
        file.Position = 0;
        using var reader = ExcelDataReader.ExcelReaderFactory.CreateOpenXmlReader(file);
        List<object?[]> rows = [];
        do
        {
            while (reader.Read())
            {
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
            }
        }
        while (reader.NextResult());
        return rows;
    }
}
