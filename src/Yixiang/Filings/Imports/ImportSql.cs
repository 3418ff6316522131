using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using SQLitePCL;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Writes many rows of one table at once, by the very columns and conversions of the model: COPY on PostgreSQL, one prepared statement on SQLite, bound by place.</summary>
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
        if (db.OnPostgres)
        {
            return CopyAsync(db, table, columns, rows, stop);
        }

        InsertPrepared(db, table, columns, rows, stop);
        return Task.CompletedTask;
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
            stop.ThrowIfCancellationRequested();
            copy.StartRow();
            foreach (var column in columns)
            {
                Write(copy, column.Read(row), column.Type);
            }
        }

        await copy.CompleteAsync(stop);
    }

    /// <summary>By its own type: as an object, each value would be looked up anew.</summary>
    private static void Write(NpgsqlBinaryImporter copy, object? value, string type)
    {
        switch (value)
        {
            case null: copy.WriteNull(); break;
            case string text: copy.Write(text, type); break;
            case long number: copy.Write(number, type); break;
            case int number: copy.Write(number, type); break;
            case bool truth: copy.Write(truth, type); break;
            case Guid id: copy.Write(id, type); break;
            case DateOnly day: copy.Write(day, type); break;
            case DateTimeOffset moment: copy.Write(moment, type); break;
            default: copy.Write(value, type); break;
        }
    }

    private static void InsertPrepared<T>(Db db, string table, Column[] columns, IReadOnlyCollection<T> rows, CancellationToken stop) where T : class
    {
        var connection = ((SqliteConnection)db.Database.GetDbConnection()).Handle!;
        Demand(connection, raw.sqlite3_prepare_v2(connection, $"INSERT INTO {table} ({Names(columns)}) VALUES ({string.Join(", ", columns.Select(_ => "?"))})", out var insert));
        using (insert)
        {
            // What is bound stays bound: rows of one import say the same in most columns.
            var bound = new object?[columns.Length];
            foreach (var row in rows)
            {
                stop.ThrowIfCancellationRequested();
                for (var i = 0; i < columns.Length; i++)
                {
                    if (columns[i].Read(row) is var value && !Equals(value, bound[i]))
                    {
                        Demand(connection, Bind(insert, i + 1, value));
                        bound[i] = value;
                    }
                }

                Demand(connection, raw.sqlite3_step(insert));
                Demand(connection, raw.sqlite3_reset(insert));
            }
        }
    }

    /// <summary>As Microsoft.Data.Sqlite writes the same types: what is inserted here is found again by what EF compares with it.</summary>
    private static int Bind(sqlite3_stmt insert, int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(insert, place),
        string text => BindText(insert, place, text),
        long number => raw.sqlite3_bind_int64(insert, place, number),
        int number => raw.sqlite3_bind_int(insert, place, number),
        bool truth => raw.sqlite3_bind_int(insert, place, truth ? 1 : 0),
        Guid id => BindText(insert, place, id.ToString().ToUpperInvariant()),
        DateOnly day => raw.sqlite3_bind_text(insert, place, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"{value.GetType().Name} is not written in bulk."),
    };

    /// <summary>Through a buffer that is used again; SQLite takes its own copy. Of an empty buffer it would make NULL.</summary>
    private static int BindText(sqlite3_stmt insert, int place, string text)
    {
        if (text.Length == 0)
        {
            return raw.sqlite3_bind_text(insert, place, text);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return raw.sqlite3_bind_text(insert, place, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static void Demand(sqlite3 connection, int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(code, connection);
        }
    }

    private static string Names(Column[] columns) => string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
}
