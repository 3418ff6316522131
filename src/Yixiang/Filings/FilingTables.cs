using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

internal sealed class FilingTable : IEntityTypeConfiguration<Filing>
{
    public void Configure(EntityTypeBuilder<Filing> table)
    {
        table.ToTable("filings");
        table.HasIndex(f => f.Reference).IsUnique();
        table.HasIndex(f => new { f.OrganisationId, f.State });
        table.HasIndex(f => new { f.State, f.SubmittedAt });
        table.HasIndex(f => new { f.AreaCode, f.State });
        table.HasIndex(f => f.DueOn).HasFilter("first_submitted_at IS NULL");
        table.HasIndex(f => f.InstrumentId).IsUnique().HasFilter("state NOT IN ('Accepted', 'Discarded')").HasDatabaseName("ix_filings_one_open_per_instrument");
        table.HasIndex(f => new { f.OrganisationId, f.OwnNumber }).IsUnique()
            .HasFilter("kind = 'Initial' AND own_number <> '' AND state NOT IN ('Accepted', 'Discarded')").HasDatabaseName("ix_filings_one_open_per_own_number");
        table.HasIndex(f => new { f.OwnNumber, f.OrganisationId });
        table.HasIndex(f => f.Fingerprint).HasFilter("state NOT IN ('Accepted', 'Discarded') AND fingerprint IS NOT NULL");
        table.Property(f => f.Reference).HasMaxLength(20);
        table.Property(f => f.AreaCode).HasMaxLength(6);
        table.Property(f => f.OwnNumber).HasMaxLength(150);
        table.Property(f => f.Name).HasMaxLength(300);
        table.Property(f => f.Model).HasMaxLength(300);
        table.Property(f => f.ClassCode).HasMaxLength(6);
        table.Property(f => f.RulesVersion).HasMaxLength(40);
        table.Property(f => f.ExitNote).HasMaxLength(500);
        table.Property(f => f.Ground).HasMaxLength(200);
        table.Property(f => f.Version).IsConcurrencyToken();
        table.HasOne<Organisation>().WithMany().HasForeignKey(f => f.OrganisationId);
        table.HasOne<Instrument>().WithMany().HasForeignKey(f => f.InstrumentId);
        table.HasMany(f => f.ReturnReasons).WithOne().HasForeignKey(r => r.FilingId);
        table.HasMany(f => f.Attachments).WithOne().HasForeignKey(a => a.FilingId);
        table.HasOne(f => f.Exemption).WithOne().HasForeignKey<Exemption>(e => e.FilingId);
    }
}

internal sealed class ReturnReasonTable : IEntityTypeConfiguration<ReturnReason>
{
    public void Configure(EntityTypeBuilder<ReturnReason> table)
    {
        table.ToTable("return_reasons");
        table.Property(r => r.Field).HasMaxLength(40);
        table.Property(r => r.Text).HasMaxLength(500);
    }
}

internal sealed class AttachmentTable : IEntityTypeConfiguration<Attachment>
{
    public void Configure(EntityTypeBuilder<Attachment> table)
    {
        table.ToTable("attachments");
        table.Property(a => a.Caption).HasMaxLength(200);
        table.HasOne(a => a.File).WithMany().HasForeignKey(a => a.FileId);
    }
}

internal sealed class ExemptionTable : IEntityTypeConfiguration<Exemption>
{
    public void Configure(EntityTypeBuilder<Exemption> table)
    {
        table.ToTable("exemptions");
        table.Property(e => e.ReasonCode).HasMaxLength(40);
        table.Property(e => e.Text).HasMaxLength(500);
    }
}

internal sealed class CommentTable : IEntityTypeConfiguration<Comment>
{
    public void Configure(EntityTypeBuilder<Comment> table)
    {
        table.ToTable("comments");
        table.Property(c => c.Text).HasMaxLength(1000);
        table.HasOne<Filing>().WithMany().HasForeignKey(c => c.FilingId);
    }
}

public static class FilingTables
{
    extension(Db db)
    {
        public DbSet<Filing> Filings => db.Set<Filing>();
        public DbSet<ReturnReason> ReturnReasons => db.Set<ReturnReason>();
        public DbSet<Attachment> Attachments => db.Set<Attachment>();
        public DbSet<Exemption> Exemptions => db.Set<Exemption>();
        public DbSet<Comment> Comments => db.Set<Comment>();
    }

    /// <summary>The filings an actor may see: a unit its own, a county officer those of the area, the bureau all; officers only what was handed in once.</summary>
    public static IQueryable<Filing> VisibleTo(this IQueryable<Filing> filings, Actor actor) => actor.Role switch
    {
        Role.UnitAdministrator or Role.Technician => filings.Where(f => f.OrganisationId == actor.OrganisationId),
        Role.CountyOfficer => filings.Where(f => f.AreaCode == actor.AreaCode && f.FirstSubmittedAt != null && f.State != FilingState.Draft),
        Role.BureauOfficer => filings.Where(f => f.FirstSubmittedAt != null && f.State != FilingState.Draft),
        Role.Visitor or Role.User or Role.Expert or Role.Auditor or Role.SystemAdministrator or Role.SecurityAdministrator => filings.Where(f => false),
    };
}
