using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Instruments;

internal sealed class InstrumentTable : IEntityTypeConfiguration<Instrument>
{
    public void Configure(EntityTypeBuilder<Instrument> table)
    {
        table.ToTable("instruments");
        table.HasIndex(i => i.Reference).IsUnique();
        table.HasIndex(i => new { i.OrganisationId, i.OwnNumber }).IsUnique().HasFilter("state <> 'Exited'");
        table.HasIndex(i => new { i.State, i.PublishedAt });
        table.Property(i => i.Reference).HasMaxLength(20);
        table.Property(i => i.OwnNumber).HasMaxLength(150);
        table.Property(i => i.Version).IsConcurrencyToken();
        table.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId);
        table.HasMany(i => i.Versions).WithOne().HasForeignKey(v => v.InstrumentId);
    }
}

internal sealed class InstrumentVersionTable : IEntityTypeConfiguration<InstrumentVersion>
{
    public void Configure(EntityTypeBuilder<InstrumentVersion> table)
    {
        table.ToTable("instrument_versions");
        table.HasIndex(v => new { v.InstrumentId, v.Number }).IsUnique();
        table.HasIndex(v => v.InstrumentId).IsUnique().HasFilter("until IS NULL").HasDatabaseName("ix_instrument_versions_newest");
        table.HasIndex(v => v.Name);
        table.HasIndex(v => v.Fingerprint).HasFilter("until IS NULL AND fingerprint IS NOT NULL");
        table.Property(v => v.FilingReference).HasMaxLength(20);
        table.Property(v => v.Digest).HasMaxLength(64).IsFixedLength();
        table.Property(v => v.Name).HasMaxLength(300);
        table.Property(v => v.Model).HasMaxLength(300);
        table.Property(v => v.Manufacturer).HasMaxLength(150);
        table.Property(v => v.ClassCode).HasMaxLength(6);
        table.Property(v => v.AreaCode).HasMaxLength(6);
        table.Property(v => v.FeeBasis).HasMaxLength(20);
    }
}

public static class InstrumentTables
{
    extension(Db db)
    {
        public DbSet<Instrument> Instruments => db.Set<Instrument>();
        public DbSet<InstrumentVersion> InstrumentVersions => db.Set<InstrumentVersion>();

        /// <summary>Puts a new instrument into the books, together with its journal entry.</summary>
        /// <param name="filing">Reference of the filing on whose ground it comes in.</param>
        public void BeginInstrument(Instrument instrument, Act act, string filing)
        {
            db.Instruments.Add(instrument);
            db.Record(JournalEntry.Of("instrument", instrument.Reference, "begin", act, filing, null, nameof(InstrumentState.Accepted)));
        }
    }

    /// <summary>A version's content is never rewritten; only its end may be written, once. Its removal is the purge of a classified instrument only.</summary>
    public static readonly Guard VersionsStay = new("instrument versions stay",
        ["""
         CREATE TRIGGER IF NOT EXISTS instrument_versions_stay BEFORE UPDATE ON instrument_versions
         WHEN OLD.content IS NOT NEW.content OR OLD.digest IS NOT NEW.digest OR OLD."from" IS NOT NEW."from" OR OLD.number IS NOT NEW.number OR OLD.until IS NOT NULL
         BEGIN SELECT RAISE(ABORT, 'instrument versions are immutable'); END
         """],
        ["""
         CREATE OR REPLACE FUNCTION instrument_versions_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
           IF OLD.content IS DISTINCT FROM NEW.content OR OLD.digest IS DISTINCT FROM NEW.digest OR OLD."from" IS DISTINCT FROM NEW."from"
              OR OLD.number IS DISTINCT FROM NEW.number OR OLD.until IS NOT NULL THEN RAISE EXCEPTION 'instrument versions are immutable'; END IF;
           RETURN NEW; END $$
         """,
         "CREATE OR REPLACE TRIGGER instrument_versions_stay BEFORE UPDATE ON instrument_versions FOR EACH ROW EXECUTE FUNCTION instrument_versions_stay()"]);
}
