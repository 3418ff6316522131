using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

internal sealed class ImportTable : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> table)
    {
        table.ToTable("imports");
        table.HasIndex(i => i.Reference).IsUnique();
        table.HasIndex(i => new { i.OrganisationId, i.CreatedAt });
        table.Property(i => i.Reference).HasMaxLength(20);
        table.Property(i => i.SheetName).HasMaxLength(255);
        table.Property(i => i.Signature).HasMaxLength(64);
        table.Property(i => i.Ground).HasMaxLength(200);
        table.Property(i => i.Version).IsConcurrencyToken();
        table.ComplexProperty(i => i.Counts);
        table.HasOne(i => i.File).WithMany().HasForeignKey(i => i.FileId);
        table.HasOne<StoredFile>().WithMany().HasForeignKey(i => i.GroundFileId);
        table.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId);
        table.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OwnerId);
        table.Ignore(i => i.Admits);
    }
}

internal sealed class ImportRowTable : IEntityTypeConfiguration<ImportRow>
{
    public void Configure(EntityTypeBuilder<ImportRow> table)
    {
        table.ToTable("import_rows");
        table.HasIndex(r => new { r.ImportId, r.RowNumber }).IsUnique();
        table.HasIndex(r => new { r.ImportId, r.Outcome, r.RowNumber });
        table.Property(r => r.OwnNumber).HasMaxLength(150);
        table.Property(r => r.Name).HasMaxLength(300);
        table.Property(r => r.Target).HasMaxLength(20);
        table.HasOne<Import>().WithMany().HasForeignKey(r => r.ImportId);
    }
}

internal sealed class SavedMappingTable : IEntityTypeConfiguration<SavedMapping>
{
    public void Configure(EntityTypeBuilder<SavedMapping> table)
    {
        table.ToTable("saved_mappings");
        table.HasIndex(m => new { m.OrganisationId, m.Signature });
        table.Property(m => m.Signature).HasMaxLength(64);
        table.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId);
    }
}

public static class ImportTables
{
    extension(Db db)
    {
        public DbSet<Import> Imports => db.Set<Import>();
        public DbSet<ImportRow> ImportRows => db.Set<ImportRow>();
        public DbSet<SavedMapping> SavedMappings => db.Set<SavedMapping>();
    }

    /// <summary>A unit sees its own imports, the bureau its lists.</summary>
    public static IQueryable<Import> VisibleTo(this IQueryable<Import> imports, Actor actor) => actor.Role switch
    {
        Role.UnitAdministrator => imports.Where(i => i.OrganisationId != null && i.OrganisationId == actor.OrganisationId),
        Role.BureauOfficer => imports.Where(i => i.OrganisationId == null),
        _ => imports.Where(i => false),
    };
}
