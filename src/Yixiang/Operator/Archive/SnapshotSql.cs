using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

/// <summary>A database as it stands at one moment, while others go on writing.</summary>
internal sealed class SnapshotSql : IAsyncDisposable
{
    private readonly DbConnection connection;
    private readonly DbTransaction transaction;
    private readonly bool onPostgres;

    private SnapshotSql(Db db, DbConnection connection, DbTransaction transaction) =>
        (onPostgres, this.connection, this.transaction) = (db.OnPostgres, connection, transaction);

    /// <summary>On SQLite a reading transaction sees the state of its first read; on PostgreSQL repeatable read does the same. Neither holds writers up.</summary>
    public static async Task<SnapshotSql> OpenAsync(Db db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        var connection = db.Database.GetDbConnection();
        var transaction = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        return new(db, connection, transaction);
    }

    public async IAsyncEnumerable<object?[]> RowsAsync(TableShape table, [EnumeratorCancellation] CancellationToken stop)
    {
        var order = table.KeyColumns.Select(c => onPostgres && c.Kind == CellKind.Text ? $"\"{c.Name}\" COLLATE \"C\"" : $"\"{c.Name}\"");
        await using var command = Command($"SELECT {string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))} FROM \"{table.Name}\" ORDER BY {string.Join(", ", order)}");
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, stop);
        while (await reader.ReadAsync(stop))
        {
            var row = new object?[table.Columns.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = await reader.IsDBNullAsync(i, stop) ? null : Cell(reader, i, table.Columns[i].Kind);
            }

            yield return row;
        }
    }

    /// <summary>The last number that a table gave to a row; numbers of rows that are gone are not given again. Null where it gives none.</summary>
    public async Task<long?> LastNumberAsync(TableShape table, CancellationToken stop)
    {
        if (table.KeyColumns.ToList() is not [{ Kind: CellKind.Whole } key])
        {
            return null;
        }

        if (!onPostgres)
        {
            var counts = await OneAsync("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'", stop) is not null;
            return counts ? (long?)await OneAsync($"SELECT seq FROM sqlite_sequence WHERE seq > 0 AND name = '{table.Name}'", stop) : null;
        }

        return await OneAsync($"SELECT pg_get_serial_sequence('\"{table.Name}\"', '{key.Name}')", stop) is string sequence
            ? (long?)await OneAsync($"SELECT CASE WHEN is_called THEN last_value END FROM {sequence}", stop) : null;
    }

    /// <summary>The last link of the journal's chain, <c>NUMBER:HASH</c>.</summary>
    public async Task<string?> AnchorAsync(CancellationToken stop) =>
        (string?)await OneAsync("SELECT number || ':' || hash FROM journal_seals ORDER BY number DESC LIMIT 1", stop);

    public async ValueTask DisposeAsync() => await transaction.DisposeAsync();

    private object Cell(DbDataReader reader, int i, CellKind kind) => kind switch
    {
        CellKind.Moment when !onPostgres => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(i)),
        CellKind.Moment => reader.GetFieldValue<DateTimeOffset>(i),
        CellKind.Whole => reader.GetInt64(i),
        CellKind.Truth => reader.GetBoolean(i),
        CellKind.Day => reader.GetFieldValue<DateOnly>(i),
        CellKind.Time => reader.GetFieldValue<TimeOnly>(i),
        CellKind.Number => reader.GetDecimal(i),
        CellKind.Real => reader.GetDouble(i),
        CellKind.Identifier => reader.GetGuid(i),
        CellKind.Bytes => reader.GetFieldValue<byte[]>(i),
        CellKind.Text => reader.GetString(i),
    };

    private DbCommand Command(string text)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (text, transaction);
        return command;
    }

    private async Task<object?> OneAsync(string text, CancellationToken stop)
    {
        await using var command = Command(text);
        return await command.ExecuteScalarAsync(stop) is { } value and not DBNull ? value : null;
    }
}
