using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Kernel;

namespace Yixiang.Organisations;

internal sealed class OrganisationTable : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> table)
    {
        table.ToTable("organisations");
        table.HasIndex(o => o.Reference).IsUnique();
        table.HasIndex(o => o.Uscc).IsUnique().HasFilter("uscc IS NOT NULL");
        table.HasIndex(o => o.Name);
        table.HasIndex(o => new { o.State, o.AreaCode });
        table.Property(o => o.Reference).HasMaxLength(20);
        table.Property(o => o.Uscc).HasMaxLength(18);
        table.Property(o => o.Name).HasMaxLength(200);
        table.Property(o => o.EnglishName).HasMaxLength(200);
        table.Property(o => o.AreaCode).HasMaxLength(6);
        table.Property(o => o.Address).HasMaxLength(300);
        table.Property(o => o.Postcode).HasMaxLength(6);
        table.Property(o => o.OfficePhone).HasMaxLength(20);
        table.Property(o => o.Website).HasMaxLength(200);
        table.Property(o => o.About).HasMaxLength(2000);
        table.Property(o => o.NationalCode).HasMaxLength(32);
        table.Property(o => o.DecisionNote).HasMaxLength(500);
        table.Property(o => o.Version).IsConcurrencyToken();
        table.HasMany(o => o.HostPlatforms).WithOne().HasForeignKey(p => p.OrganisationId);
        table.HasOne<StoredFile>().WithMany().HasForeignKey(o => o.LicenceFileId);
    }
}

internal sealed class HostPlatformTable : IEntityTypeConfiguration<HostPlatform>
{
    public void Configure(EntityTypeBuilder<HostPlatform> table)
    {
        table.ToTable("host_platforms");
        table.Property(p => p.KindCode).HasMaxLength(40);
        table.Property(p => p.Name).HasMaxLength(200);
        table.Property(p => p.LevelCode).HasMaxLength(2);
    }
}

public static class OrganisationTables
{
    extension(Db db)
    {
        public DbSet<Organisation> Organisations => db.Set<Organisation>();
        public DbSet<HostPlatform> HostPlatforms => db.Set<HostPlatform>();
    }
}
