using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Yixiang.Organisations;

namespace Yixiang.Tests.Organisations;

/// <summary>A database of the time when organisations without a code were given an invented one.</summary>
public class CodeMigrationTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Invented_codes_go_true_ones_stay_and_numbers_go_on_behind_those_given(string database)
    {
        await using var site = await Site.StartAsync(database);
        var code = World.NextUscc();
        await site.QueryAsync(async db =>
        {
            var migrator = db.GetService<IMigrator>();
            var guards = await TakeGuardsAsync(db);
            await migrator.MigrateAsync(db.Database.GetMigrations().First());
            await GiveBackAsync(db, guards);
            await InsertAsync(db, 7, code);
            await InsertAsync(db, 12, "UNKNOWN-0000000001");
            await InsertAsync(db, 13, "UNKNOWN-0000000002");
            await migrator.MigrateAsync();
            return 0;
        });

        var organisations = await site.QueryAsync(db => db.Organisations.AsNoTracking().OrderBy(o => o.Id).ToListAsync());
        Assert.Equal([("O-000007", code), ("O-000012", null), ("O-000013", null)], organisations.Select(o => (o.Reference, o.Uscc)));
        Assert.Equal("O-000014", await site.QueryAsync(db => db.NextOrganisationAsync()));
    }

    /// <summary>The embedded database cannot go back under its triggers; forward it must be able to.</summary>
    private static async Task<IReadOnlyList<Guard>> TakeGuardsAsync(Yixiang.Kernel.Db db)
    {
        if (db.OnPostgres)
        {
            return [];
        }

        var guards = await db.Database.SqlQuery<Guard>($"SELECT name, tbl_name AS at, sql FROM sqlite_master WHERE type = 'trigger'").ToListAsync();
        foreach (var guard in guards)
        {
#pragma warning disable EF1002 // Names of the product's own triggers.
            await db.Database.ExecuteSqlRawAsync($"DROP TRIGGER {guard.Name}");
#pragma warning restore EF1002
        }

        return guards;
    }

    /// <summary>Those of tables that came later come with them.</summary>
    private static async Task GiveBackAsync(Yixiang.Kernel.Db db, IReadOnlyList<Guard> guards)
    {
        var tables = guards.Count == 0 ? [] : await db.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_master WHERE type = 'table'").ToListAsync();
        foreach (var guard in guards.Where(g => tables.Contains(g.At)))
        {
#pragma warning disable EF1002 // Texts of the product's own triggers.
            await db.Database.ExecuteSqlRawAsync(guard.Sql);
#pragma warning restore EF1002
        }
    }

    private sealed record Guard(string Name, string At, string Sql);

    private static Task<int> InsertAsync(Yixiang.Kernel.Db db, long id, string code)
    {
        var (now, version) = (db.OnPostgres ? (object)TimeProvider.System.GetUtcNow() : 0L, db.OnPostgres ? (object)Guid.NewGuid() : Guid.NewGuid().ToString().ToUpperInvariant());
        return db.Database.ExecuteSqlAsync($"INSERT INTO organisations (id, uscc, name, kind, funding, area_code, is_management_unit, state, created_at, version) VALUES ({id}, {code}, {code}, 'Other', 'Fiscal', '140702', {true}, 'Unverified', {now}, {version})");
    }
}
