using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

internal sealed class BatchTable : IEntityTypeConfiguration<Batch>
{
    private const string Standing = "state <> 'Discarded'";

    public void Configure(EntityTypeBuilder<Batch> table)
    {
        table.ToTable("batches");
        table.HasIndex(b => b.Number).IsUnique().HasFilter(Standing);
        table.Property(b => b.Title).HasMaxLength(100);
        table.Property(b => b.DecisionNumber).HasMaxLength(100);
        table.Property(b => b.ClearedNote).HasMaxLength(500);
        table.Property(b => b.CountersignedNote).HasMaxLength(500);
        table.Property(b => b.Version).IsConcurrencyToken();
        table.Ignore(b => b.Reference);
        table.HasIndex(b => b.ImportId).IsUnique().HasFilter(Standing);
        table.HasOne(b => b.Import).WithMany().HasForeignKey(b => b.ImportId);
        table.HasMany(b => b.Items).WithOne().HasForeignKey(i => i.BatchId);
        table.HasOne<StoredFile>().WithMany().HasForeignKey(b => b.DecisionFileId);
    }
}

internal sealed class BatchItemTable : IEntityTypeConfiguration<BatchItem>
{
    public void Configure(EntityTypeBuilder<BatchItem> table)
    {
        table.ToTable("batch_items");
        table.HasIndex(i => i.InstrumentId).IsUnique();
        table.HasIndex(i => new { i.BatchId, i.Position }).IsUnique();
        table.HasOne(i => i.Instrument).WithMany().HasForeignKey(i => i.InstrumentId);
        table.HasOne<InstrumentVersion>().WithMany().HasForeignKey(i => i.VersionId);
    }
}

public static class LedgerTables
{
    extension(Db db)
    {
        public DbSet<Batch> Batches => db.Set<Batch>();

        /// <summary>Without those that were discarded: each number once.</summary>
        public IQueryable<Batch> StandingBatches => db.Set<Batch>().Where(b => b.State != BatchState.Discarded);
        public DbSet<BatchItem> BatchItems => db.Set<BatchItem>();
    }
}
