using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Kernel;

namespace Yixiang.Filings;

internal sealed class PurgeTable : IEntityTypeConfiguration<Purge>
{
    public void Configure(EntityTypeBuilder<Purge> table)
    {
        table.ToTable("purges", t => t.HasCheckConstraint("ck_purges_two_officers", "confirmed_by IS NULL OR confirmed_by <> proposed_by"));
        table.Property(p => p.FilingReference).HasMaxLength(20);
        table.Property(p => p.Ground).HasMaxLength(200);
        table.HasIndex(p => p.FilingReference).IsUnique();
        table.HasMany(p => p.Items).WithOne().HasForeignKey(i => i.PurgeId);
    }
}

internal sealed class PurgeItemTable : IEntityTypeConfiguration<PurgeItem>
{
    public void Configure(EntityTypeBuilder<PurgeItem> table)
    {
        table.ToTable("purge_items");
        table.HasIndex(i => i.FilingId);
        table.HasIndex(i => i.InstrumentId);
    }
}

public static class PurgeTables
{
    extension(Db db)
    {
        public DbSet<Purge> Purges => db.Set<Purge>();
    }

    /// <summary>What the city decided on can be removed by a confirmed purge only: a row of these tables whose filing or instrument is not on one cannot be deleted.</summary>
    public static readonly Guard[] Guards =
    [
        Stays("filings", "filing_id", "OLD.id"),
        Stays("return_reasons", "filing_id", "OLD.filing_id"),
        Stays("exemptions", "filing_id", "OLD.filing_id"),
        Stays("comments", "filing_id", "OLD.filing_id"),
        Stays("attachments", "filing_id", "OLD.filing_id", "(SELECT f.state FROM filings f WHERE f.id = OLD.filing_id) NOT IN ('Draft', 'Returned')"),
        Stays("instruments", "instrument_id", "OLD.id"),
        Stays("instrument_versions", "instrument_id", "OLD.instrument_id"),
    ];

    /// <summary>Rows of a table can be deleted by a confirmed purge only.</summary>
    /// <param name="item">Column of <c>purge_items</c> that names what goes.</param>
    /// <param name="key">The row's own expression of it.</param>
    /// <param name="when">Which rows are held; all where nothing is said.</param>
    public static Guard Stays(string table, string item, string key, string? when = null)
    {
        var held = $"{(when is null ? "" : when + " AND ")}NOT EXISTS (SELECT 1 FROM purge_items i JOIN purges p ON p.id = i.purge_id WHERE i.{item} = {key} AND p.confirmed_by IS NOT NULL)";
        return new($"{table} go by purge only",
            [$"CREATE TRIGGER IF NOT EXISTS {table}_purge_only BEFORE DELETE ON {table} WHEN {held} BEGIN SELECT RAISE(ABORT, '{table} go by purge only'); END"],
            [
                $"CREATE OR REPLACE FUNCTION {table}_purge_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {held} THEN RAISE EXCEPTION '{table} go by purge only'; END IF; RETURN OLD; END $$",
                $"CREATE OR REPLACE TRIGGER {table}_purge_only BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_purge_only()",
            ]);
    }
}
