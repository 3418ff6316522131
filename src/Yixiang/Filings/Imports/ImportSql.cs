using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Writes many rows of one table at once, by the very columns and conversions of the model: COPY on PostgreSQL, one prepared statement on SQLite.</summary>
/// <remarks>Saving them through the context costs several times as much at 100,000 rows. Must run inside a transaction of the context.</remarks>
internal static class ImportSql
{
    private sealed record Column(string Name, string Type, Func<object, object?> Read);

    /// <param name="instead">Values for properties that the entity cannot carry yet, such as the key of a row just written.</param>
    public static Task InsertAllAsync<T>(this Db db, IReadOnlyCollection<T> rows, CancellationToken stop, params (string Property, Func<T, object?> Value)[] instead) where T : class
    {
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }

        var entity = db.Model.FindEntityType(typeof(T))!;
        var table = entity.GetTableName()!;
        var store = StoreObjectIdentifier.Table(table, entity.GetSchema());
        Column[] columns = [.. entity.GetProperties().Where(p => !(p.IsPrimaryKey() && p.ValueGenerated == ValueGenerated.OnAdd)).Select(p => ColumnOf(p, store, instead))];
        return db.OnPostgres ? CopyAsync(db, table, columns, rows, stop) : InsertPreparedAsync(db, table, columns, rows, stop);
    }

    private static Column ColumnOf<T>(IProperty property, StoreObjectIdentifier store, (string Property, Func<T, object?> Value)[] instead)
    {
        var type = property.GetColumnType();
        var facets = type.IndexOf('(', StringComparison.Ordinal);
        var getter = property.GetGetter();
        var convert = property.GetTypeMapping().Converter?.ConvertToProvider;
        var replaced = Array.Find(instead, i => i.Property == property.Name).Value;
        Func<object, object?> read = replaced is null ? entity => getter.GetClrValue(entity) : entity => replaced((T)entity);
        return new(property.GetColumnName(store)!, facets < 0 ? type : type[..facets], convert is null ? read : entity => read(entity) is { } value ? convert(value) : null);
    }

    private static async Task CopyAsync<T>(Db db, string table, Column[] columns, IReadOnlyCollection<T> rows, CancellationToken stop) where T : class
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({Names(columns)}) FROM STDIN (FORMAT BINARY)", stop);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(stop);
            foreach (var column in columns)
            {
                if (column.Read(row) is { } value)
                {
                    await copy.WriteAsync(value, column.Type, stop);
                }
                else
                {
                    await copy.WriteNullAsync(stop);
                }
            }
        }

        await copy.CompleteAsync(stop);
    }

    private static async Task InsertPreparedAsync<T>(Db db, string table, Column[] columns, IReadOnlyCollection<T> rows, CancellationToken stop) where T : class
    {
        await using var insert = db.Database.GetDbConnection().CreateCommand();
        insert.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        insert.CommandText = $"INSERT INTO {table} ({Names(columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})";
        DbParameter[] parameters = [.. columns.Select((_, i) => Parameter(insert, $"$p{i}"))];
        foreach (var row in rows)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                parameters[i].Value = columns[i].Read(row) ?? DBNull.Value;
            }

            await insert.ExecuteNonQueryAsync(stop);
        }
    }

    private static DbParameter Parameter(DbCommand command, string name)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private static string Names(Column[] columns) => string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
}
