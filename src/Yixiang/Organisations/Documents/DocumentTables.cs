using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Kernel;

namespace Yixiang.Organisations;

internal sealed class DocumentTable : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> table)
    {
        table.ToTable("documents");
        table.HasIndex(d => d.Reference).IsUnique();
        table.HasIndex(d => new { d.OrganisationId, d.State });
        table.Property(d => d.Reference).HasMaxLength(20);
        table.Property(d => d.Replaces).HasMaxLength(20);
        table.Property(d => d.KindCode).HasMaxLength(40);
        table.Property(d => d.Title).HasMaxLength(DocumentInput.LongestTitle);
        table.Property(d => d.Version).IsConcurrencyToken();
        table.HasOne(d => d.Organisation).WithMany().HasForeignKey(d => d.OrganisationId);
        table.HasOne(d => d.File).WithMany().HasForeignKey(d => d.FileId);
    }
}

public static class DocumentTables
{
    extension(Db db)
    {
        public DbSet<Document> Documents => db.Set<Document>();
    }
}
