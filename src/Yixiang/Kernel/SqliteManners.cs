using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Yixiang.Kernel;

/// <summary>Opens every SQLite connection so that writers wait for each other instead of failing, and so that what is committed is on the disk.</summary>
internal sealed class SqliteManners : DbConnectionInterceptor
{
    /// <summary>Milliseconds that a writer waits for the one before it. Cache and log have room for some chunks of an import: with less, pages of one chunk are written several times.</summary>
    private const string Pragmas = "PRAGMA busy_timeout=30000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=4000";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
