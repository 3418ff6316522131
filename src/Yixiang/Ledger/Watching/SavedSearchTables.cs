using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Watching;

internal sealed class SavedSearchTable : IEntityTypeConfiguration<SavedSearch>
{
    public void Configure(EntityTypeBuilder<SavedSearch> table)
    {
        table.ToTable("saved_searches");
        table.HasIndex(s => s.Reference).IsUnique();
        table.HasIndex(s => new { s.AccountId, s.Address }).IsUnique();
        table.HasIndex(s => s.AccountId).HasFilter("paused_at IS NULL").HasDatabaseName("ix_saved_searches_watched");
        table.Property(s => s.Reference).HasMaxLength(20);
        table.Property(s => s.Name).HasMaxLength(SavedSearch.LongestName);
        table.Property(s => s.Address).HasMaxLength(SavedSearch.LongestAddress);
        table.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
    }
}

public static class SavedSearchTables
{
    extension(Db db)
    {
        public DbSet<SavedSearch> SavedSearches => db.Set<SavedSearch>();
    }
}
