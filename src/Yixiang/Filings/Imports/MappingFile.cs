using System.Text.Json;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>A mapping as people write it into a file: <c>{ "columns": { "资产编号": "ownNumber", "C": "name" }, "units": { "价值": "wan" }, "kind": "SingleSet", "sheet": "2023" }</c>.</summary>
/// <remarks>Columns are named by heading or by Excel's letters. Columns that the file does not name keep what was guessed; an empty field leaves a column out.</remarks>
public static class MappingFile
{
    /// <summary>The sheet that the file names with <c>"sheet"</c>, if it does.</summary>
    /// <exception cref="RefusedException">Not such a file.</exception>
    public static string? SheetOf(string json) => Read<string?>(json, root => root.TryGetProperty("sheet", out var sheet) ? sheet.GetString() : null);

    /// <summary>The kind that the file names with <c>"kind"</c>, if it does.</summary>
    /// <exception cref="RefusedException">Not such a file, or no such kind.</exception>
    public static ResourceKind? KindOf(string json) => Read<ResourceKind?>(json, root => root.TryGetProperty("kind", out var kind) ? Enum.Parse<ResourceKind>(kind.GetString()!, ignoreCase: true) : null);

    /// <exception cref="RefusedException">Not such a file, or it names a field or column that does not exist.</exception>
    public static ImportMapping Over(ImportMapping guessed, HeaderBlock header, string json)
    {
        return Read<ImportMapping>(json, root =>
        {
            if (root.GetProperty("columns").ValueKind == JsonValueKind.Array)
            {
                return ImportMapping.Parse(json);
            }

            var kind = root.TryGetProperty("kind", out var named) ? Enum.Parse<ResourceKind>(named.GetString()!, ignoreCase: true) : guessed.Kind;
            var columns = guessed.Columns.Where(c => ImportColumns.Has(kind, c.Field)).ToDictionary(c => c.Column);
            foreach (var entry in root.GetProperty("columns").EnumerateObject())
            {
                Put(columns, kind, header, ColumnOf(header, entry.Name), entry.Value.GetString() ?? "");
            }

            foreach (var entry in root.TryGetProperty("units", out var units) ? units.EnumerateObject().ToList() : [])
            {
                var column = ColumnOf(header, entry.Name).Index;
                columns[column] = columns[column] with { Unit = Enum.Parse<MoneyUnit>(entry.Value.GetString()!, ignoreCase: true) };
            }

            return new(kind, [.. columns.Values.OrderBy(c => c.Column)]);
        });
    }

    private static T Read<T>(string json, Func<JsonElement, T> read)
    {
        try
        {
            using var file = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return read(file.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "import-mapping-file", error.Message));
        }
    }

    private static void Put(Dictionary<int, MappedColumn> columns, ResourceKind kind, HeaderBlock header, ColumnHeading column, string field)
    {
        if (field.Length == 0)
        {
            columns.Remove(column.Index);
            return;
        }

        if (!ImportColumns.Has(kind, field))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "import-unknown-field", field));
        }

        foreach (var other in columns.Where(c => c.Value.Field == field).Select(c => c.Key).ToList())
        {
            columns.Remove(other);
        }

        columns[column.Index] = new(column.Index, field, Fields.Find(field)?.Kind == FieldKind.Money ? ImportMapping.SaidUnitOf(header, column) : MoneyUnit.Unknown);
    }

    private static ColumnHeading ColumnOf(HeaderBlock header, string name) =>
        header.Columns.FirstOrDefault(c => c.Label == name) ?? header.Columns.FirstOrDefault(c => HeaderText.Normalise(c.Label) == HeaderText.Normalise(name) && c.Label.Length > 0)
        ?? header.Columns.FirstOrDefault(c => c.Letters.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new RefusedException(new(RefusalKind.WrongInput, "import-unknown-column", name));
}
