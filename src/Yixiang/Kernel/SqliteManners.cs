using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Yixiang.Kernel;

/// <summary>Opens every SQLite connection so that writers wait for each other instead of failing, and so that what is committed is on the disk.</summary>
internal sealed class SqliteManners : DbConnectionInterceptor
{
    /// <summary>Milliseconds that a writer waits for the one before it. Cache and log have room for some chunks of an import: with less, pages of one chunk are written several times.</summary>
    private const string Pragmas = $"PRAGMA busy_timeout=30000; {Durable}; PRAGMA foreign_keys=ON; PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=4000";

    /// <summary>What is committed is on the disk.</summary>
    internal const string Durable = "PRAGMA synchronous=FULL";

    /// <summary>Connections of the pool that know their manners already: they keep them for as long as they live.</summary>
    private static readonly ConditionalWeakTable<sqlite3, object> Taught = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (connection is not SqliteConnection { Handle: { } handle } || Taught.TryGetValue(handle, out _))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        Taught.AddOrUpdate(handle, Pragmas);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
