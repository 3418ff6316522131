using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

/// <summary>Fills a PostgreSQL database by COPY. References between tables are taken off for the load and put back, checked, at its end.</summary>
internal sealed class PostgresLoadSql(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<string> references) : ILoader
{
    public static async Task<ILoader> BeginAsync(Db db, CancellationToken stop)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var transaction = await connection.BeginTransactionAsync(stop);
        var (off, on) = (new List<string>(), new List<string>());
        const string foreignKeys = "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";
        await using (var ask = new NpgsqlCommand(foreignKeys, connection, transaction))
        await using (var found = await ask.ExecuteReaderAsync(stop))
        {
            while (await found.ReadAsync(stop))
            {
                off.Add($"ALTER TABLE {found.GetString(0)} DROP CONSTRAINT {found.GetString(1)}");
                on.Add($"ALTER TABLE {found.GetString(0)} ADD CONSTRAINT {found.GetString(1)} {found.GetString(2)}");
            }
        }

        var loader = new PostgresLoadSql(connection, transaction, on);
        foreach (var statement in off)
        {
            await loader.RunAsync(statement, stop);
        }

        return loader;
    }

    public async Task LoadAsync(TableShape table, IAsyncEnumerable<object?[]> rows, long? last, CancellationToken stop)
    {
        var types = await TypesAsync(table, stop);
        await using (var copy = await connection.BeginBinaryImportAsync($"COPY \"{table.Name}\" ({string.Join(", ", table.Columns.Select(c => $"\"{c.Name}\""))}) FROM STDIN (FORMAT BINARY)", stop))
        {
            await foreach (var row in rows.WithCancellation(stop))
            {
                await copy.StartRowAsync(stop);
                for (var i = 0; i < row.Length; i++)
                {
                    await WriteAsync(copy, row[i], types[i], stop);
                }
            }

            await copy.CompleteAsync(stop);
        }

        if (last is not null)
        {
            await RunAsync($"SELECT setval(pg_get_serial_sequence('\"{table.Name}\"', '{table.Key[0]}'), {last})", stop);
        }
    }

    public async Task CompleteAsync(CancellationToken stop)
    {
        foreach (var statement in references)
        {
            await RunAsync(statement, stop);
        }

        await transaction.CommitAsync(stop);
    }

    public ValueTask DisposeAsync() => transaction.DisposeAsync();

    /// <summary>Whole numbers come in three widths there, which the binary form tells apart.</summary>
    private async Task<string[]> TypesAsync(TableShape table, CancellationToken stop)
    {
        await using var ask = new NpgsqlCommand("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1", connection, transaction);
        ask.Parameters.Add(new() { Value = table.Name });
        var types = new Dictionary<string, string>();
        await using var found = await ask.ExecuteReaderAsync(stop);
        while (await found.ReadAsync(stop))
        {
            types.Add(found.GetString(0), found.GetString(1));
        }

        return [.. table.Columns.Select(c => types.TryGetValue(c.Name, out var type) ? type : throw new InvalidDataException($"{table.Name} has no column {c.Name} there."))];
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, object? value, string type, CancellationToken stop) => (value, type) switch
    {
        (null, _) => copy.WriteNullAsync(stop),
        (long whole, "integer") => copy.WriteAsync((int)whole, NpgsqlDbType.Integer, stop),
        (long whole, "smallint") => copy.WriteAsync((short)whole, NpgsqlDbType.Smallint, stop),
        (long whole, _) => copy.WriteAsync(whole, NpgsqlDbType.Bigint, stop),
        (DateTimeOffset moment, _) => copy.WriteAsync(moment, NpgsqlDbType.TimestampTz, stop),
        (double real, "real") => copy.WriteAsync((float)real, NpgsqlDbType.Real, stop),
        (string text, "jsonb") => copy.WriteAsync(text, NpgsqlDbType.Jsonb, stop),
        (string text, "json") => copy.WriteAsync(text, NpgsqlDbType.Json, stop),
        (string text, "character") => copy.WriteAsync(text, NpgsqlDbType.Char, stop),
        _ => copy.WriteAsync(value, stop),
    };

    private async Task RunAsync(string statement, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(statement, connection, transaction) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
