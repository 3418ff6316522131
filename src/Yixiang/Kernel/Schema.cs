using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>Rules that a database holds by itself and that a model cannot say: triggers and exclusion constraints.</summary>
/// <param name="Sqlite">Statements that can be run again and again.</param>
/// <param name="Postgres">The same rule there.</param>
public sealed record Guard(string Name, string[] Sqlite, string[] Postgres)
{
    /// <summary>No row of the table may be changed or removed.</summary>
    public static Guard AppendOnly(string table) => new($"{table} is append-only",
        [
            $"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
            $"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        ],
        [
            $"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
            $"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_append_only()",
            $"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
        ]);

    /// <summary>The kernel's own: journal and chain are append-only.</summary>
    public static readonly Guard[] OfKernel = [AppendOnly("journal"), AppendOnly("journal_seals")];
}

/// <summary>Brings a database to the model of this version: migrations, then the guards.</summary>
public sealed class Schema(Db db, IEnumerable<Guard> guards)
{
    /// <summary>Whether the database is that of this version: what "ready" means, and what commands ask before they work.</summary>
    public async Task<bool> IsCurrentAsync(CancellationToken stop)
    {
        var there = await db.Database.SqlQueryRaw<string>(db.OnPostgres
            ? "SELECT tablename::text AS \"Value\" FROM pg_tables WHERE schemaname = current_schema()"
            : "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table'").ToHashSetAsync(stop);
        return db.Model.GetRelationalModel().Tables.All(t => there.Contains(t.Name))
            && !(await db.Database.GetPendingMigrationsAsync(stop)).Any();
    }

    /// <summary>Makes an empty database as it was at an earlier version, for rows that were taken then.</summary>
    /// <param name="migration">The last migration of that version.</param>
    /// <exception cref="RefusedException"><c>schema-unknown</c>: this version does not know that migration.</exception>
    public async Task CreateAsync(string migration, CancellationToken stop)
    {
        if (!db.Database.GetMigrations().Contains(migration))
        {
            throw new RefusedException(new(RefusalKind.Conflict, "schema-unknown", migration));
        }

        await db.Database.MigrateAsync(migration, stop);
    }

    public async Task UpgradeAsync(CancellationToken stop)
    {
        await db.Database.MigrateAsync(stop);
        if (!db.OnPostgres)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", stop);
        }

        foreach (var statement in guards.SelectMany(g => db.OnPostgres ? g.Postgres : g.Sqlite))
        {
            await db.Database.ExecuteSqlRawAsync(statement, stop);
        }
    }
}
