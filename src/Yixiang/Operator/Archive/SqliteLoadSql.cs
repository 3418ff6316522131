using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

/// <summary>Fills an embedded database.</summary>
internal sealed class SqliteLoadSql(SqliteConnection connection, SqliteTransaction transaction) : ILoader
{
    public static async Task<ILoader> BeginAsync(Db db, CancellationToken stop)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await RunAsync(connection, null, "PRAGMA foreign_keys=OFF", stop);
        return new SqliteLoadSql(connection, connection.BeginTransaction());
    }

    public async Task LoadAsync(TableShape table, IAsyncEnumerable<object?[]> rows, long? last, CancellationToken stop)
    {
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO \"{table.Name}\" ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => $"@p{i}"))})";
        var cells = table.Columns.Select((_, i) => insert.Parameters.Add(new($"@p{i}", null))).ToList();
        await foreach (var row in rows.WithCancellation(stop))
        {
            for (var i = 0; i < row.Length; i++)
            {
                cells[i].Value = row[i] is DateTimeOffset moment ? moment.ToUnixTimeMilliseconds() : row[i] ?? DBNull.Value;
            }

            await insert.ExecuteNonQueryAsync(stop);
        }

        if (last is not null)
        {
            await RunAsync(connection, transaction, $"DELETE FROM sqlite_sequence WHERE name = '{table.Name}'", stop);
            await RunAsync(connection, transaction, $"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table.Name}', {last})", stop);
        }
    }

    public async Task CompleteAsync(CancellationToken stop)
    {
        await using (var check = connection.CreateCommand())
        {
            (check.CommandText, check.Transaction) = ("PRAGMA foreign_key_check", transaction);
            await using var broken = await check.ExecuteReaderAsync(stop);
            if (await broken.ReadAsync(stop))
            {
                throw new InvalidDataException($"A row of {broken.GetString(0)} refers to a row of {broken.GetString(2)} that does not exist.");
            }
        }

        await transaction.CommitAsync(stop);
        await RunAsync(connection, null, "PRAGMA foreign_keys=ON", stop);
    }

    public ValueTask DisposeAsync() => transaction.DisposeAsync();

    private static async Task RunAsync(SqliteConnection connection, SqliteTransaction? transaction, string statement, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (statement, transaction);
        await command.ExecuteNonQueryAsync(stop);
    }
}
