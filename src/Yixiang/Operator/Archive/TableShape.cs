using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

/// <summary>What a column holds, whatever the database calls it.</summary>
internal enum CellKind { Text, Whole, Truth, Moment, Day, Time, Number, Real, Identifier, Bytes }

internal sealed record ColumnShape(string Name, CellKind Kind);

/// <summary>A table as both databases and the archive know it.</summary>
/// <param name="Key">The columns of its key, which give the order of rows in an archive.</param>
internal sealed record TableShape(string Name, IReadOnlyList<ColumnShape> Columns, IReadOnlyList<string> Key)
{
    /// <summary>Every table of the product, by name.</summary>
    public static IReadOnlyList<TableShape> AllOf(Db db) =>
        [.. db.Model.GetRelationalModel().Tables.OrderBy(t => t.Name, StringComparer.Ordinal).Select(Of)];

    public IEnumerable<ColumnShape> KeyColumns => Key.Select(k => Columns.Single(c => c.Name == k));

    private static TableShape Of(ITable table) => new(
        table.Name,
        [.. table.Columns.OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => new ColumnShape(c.Name, KindOf(c)))],
        [.. table.PrimaryKey!.Columns.Select(c => c.Name)]);

    private static CellKind KindOf(IColumn column)
    {
        var own = Bare(column.PropertyMappings[0].Property.ClrType);
        return own == typeof(DateTimeOffset) ? CellKind.Moment : Kinds.TryGetValue(Bare(column.ProviderClrType), out var kind)
            ? kind : throw new NotSupportedException($"{column.Table.Name}.{column.Name} holds {column.ProviderClrType}, which an archive cannot.");
    }

    private static Type Bare(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static readonly Dictionary<Type, CellKind> Kinds = new()
    {
        [typeof(string)] = CellKind.Text,
        [typeof(long)] = CellKind.Whole,
        [typeof(int)] = CellKind.Whole,
        [typeof(short)] = CellKind.Whole,
        [typeof(byte)] = CellKind.Whole,
        [typeof(bool)] = CellKind.Truth,
        [typeof(DateOnly)] = CellKind.Day,
        [typeof(TimeOnly)] = CellKind.Time,
        [typeof(decimal)] = CellKind.Number,
        [typeof(double)] = CellKind.Real,
        [typeof(float)] = CellKind.Real,
        [typeof(Guid)] = CellKind.Identifier,
        [typeof(byte[])] = CellKind.Bytes,
    };
}
