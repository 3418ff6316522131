using Microsoft.EntityFrameworkCore;
using Npgsql;
using Yixiang.Kernel;

namespace Yixiang.Tests.Kernel;

public class DiskLaterTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Commits_wait_for_the_disk_again_when_the_long_work_is_over_however_it_ends(string database)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site);

        await node.UseAsync(DemandWaitingAsync);
        // One context after the other takes the same connection from the pool.
        var before = await node.UseAsync(WaitsAsync);
        var during = await node.UseAsync(async db =>
        {
            await using var later = await DiskLater.BeginAsync(db, CancellationToken.None);
            return await WaitsAsync(db);
        });
        var after = await node.UseAsync(WaitsAsync);
        await Assert.ThrowsAsync<TimeoutException>(() => node.UseAsync<string>(async db =>
        {
            await using var later = await DiskLater.BeginAsync(db, CancellationToken.None);
            await using var transaction = await db.Database.BeginTransactionAsync();
            throw new TimeoutException();
        }));
        var afterFailure = await node.UseAsync(WaitsAsync);

        Assert.Equal(site.Connection is null ? ("2", "1") : ("on", "off"), (before, during));
        Assert.Equal((before, before), (after, afterFailure));
    }

    /// <summary>The server of the tests waits for no commit; this database does, for connections made from now on.</summary>
    private static async Task<int> DemandWaitingAsync(Db db)
    {
        if (!db.OnPostgres)
        {
            return 0;
        }

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"ALTER DATABASE \"{connection.Database}\" SET synchronous_commit TO on", connection);
        var altered = await command.ExecuteNonQueryAsync();
        NpgsqlConnection.ClearPool(connection);
        return altered;
    }

    private static async Task<string> WaitsAsync(Db db)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = db.OnPostgres ? "SHOW synchronous_commit" : "PRAGMA synchronous";
        return $"{await command.ExecuteScalarAsync()}";
    }
}
