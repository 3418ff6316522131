using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Accounts;

internal sealed class AccountTable : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> table)
    {
        table.ToTable("accounts");
        table.HasIndex(a => a.NormalizedUserName).IsUnique();
        table.HasIndex(a => a.NormalizedEmail).IsUnique();
        table.HasIndex(a => a.PhoneNumber);
        table.Property(a => a.UserName).HasMaxLength(256);
        table.Property(a => a.NormalizedUserName).HasMaxLength(256);
        table.Property(a => a.Email).HasMaxLength(256);
        table.Property(a => a.NormalizedEmail).HasMaxLength(256);
        table.Property(a => a.DisplayName).HasMaxLength(60);
        table.Property(a => a.Language).HasMaxLength(10);
        table.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
    }
}

internal sealed class AccountClaimTable : IEntityTypeConfiguration<IdentityUserClaim<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<long>> table)
    {
        table.ToTable("account_claims");
        table.HasOne<Account>().WithMany().HasForeignKey(c => c.UserId);
    }
}

internal sealed class AccountLoginTable : IEntityTypeConfiguration<IdentityUserLogin<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<long>> table)
    {
        table.ToTable("account_logins");
        table.HasKey(l => new { l.LoginProvider, l.ProviderKey });
        table.HasOne<Account>().WithMany().HasForeignKey(l => l.UserId);
    }
}

internal sealed class AccountTokenTable : IEntityTypeConfiguration<IdentityUserToken<long>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<long>> table)
    {
        table.ToTable("account_tokens");
        table.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        table.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId);
    }
}

internal sealed class GrantTable : IEntityTypeConfiguration<Grant>
{
    public void Configure(EntityTypeBuilder<Grant> table)
    {
        table.ToTable("grants");
        table.Ignore(g => g.Reference);
        table.Property(g => g.AreaCode).HasMaxLength(6);
        table.Property(g => g.Version).IsConcurrencyToken();
        table.HasOne<Account>().WithMany().HasForeignKey(g => g.AccountId);
        table.HasOne<Organisation>().WithMany().HasForeignKey(g => g.OrganisationId);
        table.HasIndex(g => new { g.AccountId, g.State });
        table.HasIndex(g => new { g.State, g.Role });
    }
}

public static class AccountTables
{
    extension(Db db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();
        public DbSet<Grant> Grants => db.Set<Grant>();
    }
}
