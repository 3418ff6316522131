using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Yixiang.Kernel;

internal sealed class JournalTable : IEntityTypeConfiguration<JournalEntry>
{
    public void Configure(EntityTypeBuilder<JournalEntry> table)
    {
        table.ToTable("journal");
        table.Property(e => e.Subject).HasMaxLength(40);
        table.Property(e => e.Reference).HasMaxLength(80);
        table.Property(e => e.What).HasMaxLength(60);
        table.Property(e => e.Before).HasMaxLength(40);
        table.Property(e => e.After).HasMaxLength(40);
        table.Property(e => e.InputDigest).HasMaxLength(64).IsFixedLength();
        table.Property(e => e.Digest).HasMaxLength(64).IsFixedLength();
        table.HasIndex(e => new { e.Reference, e.Subject });
        table.HasIndex(e => e.At);
        table.HasIndex(e => e.AccountId);
    }
}

internal sealed class SealTable : IEntityTypeConfiguration<JournalSeal>
{
    public void Configure(EntityTypeBuilder<JournalSeal> table)
    {
        table.ToTable("journal_seals");
        table.HasKey(s => s.Number);
        table.Property(s => s.Number).ValueGeneratedNever();
        table.HasIndex(s => s.EntryId).IsUnique();
        table.Property(s => s.EntryDigest).HasMaxLength(64).IsFixedLength();
        table.Property(s => s.PreviousHash).HasMaxLength(64).IsFixedLength();
        table.Property(s => s.Hash).HasMaxLength(64).IsFixedLength();
    }
}

internal sealed class DeliveryTable : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> table)
    {
        table.ToTable("deliveries");
        table.Property(d => d.Carrier).HasMaxLength(40);
        table.Property(d => d.Key).HasMaxLength(160);
        table.Property(d => d.Error).HasMaxLength(2000);
        table.HasIndex(d => new { d.Carrier, d.Key }).IsUnique();
        table.HasIndex(d => d.DueAt).HasFilter("done_at IS NULL AND failed_at IS NULL");
    }
}
