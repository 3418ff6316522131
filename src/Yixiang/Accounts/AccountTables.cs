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
        table.HasOne<StoredFile>().WithMany().HasForeignKey(g => g.EvidenceFileId);
        table.HasIndex(g => new { g.AccountId, g.State });
        table.HasIndex(g => new { g.State, g.Role });
    }
}

internal sealed class SessionTable : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> table)
    {
        table.ToTable("sessions");
        table.Property(s => s.Device).HasMaxLength(200);
        table.Property(s => s.Address).HasMaxLength(60);
        table.HasIndex(s => s.AccountId);
        table.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId);
        table.HasOne<Grant>().WithMany().HasForeignKey(s => s.GrantId);
    }
}

internal sealed class SecondFactorTable : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> table)
    {
        table.ToTable("second_factors");
        table.HasKey(f => f.AccountId);
        table.Property(f => f.AccountId).ValueGeneratedNever();
        table.HasOne<Account>().WithMany().HasForeignKey(f => f.AccountId);
    }
}

internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> table)
    {
        table.ToTable("recovery_codes");
        table.Property(c => c.Digest).HasMaxLength(64).IsFixedLength();
        table.HasIndex(c => new { c.AccountId, c.Digest }).IsUnique();
        table.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
    }
}

internal sealed class KeptFormTable : IEntityTypeConfiguration<KeptForm>
{
    public void Configure(EntityTypeBuilder<KeptForm> table)
    {
        table.ToTable("kept_forms");
        table.Property(k => k.Id).HasMaxLength(32);
        table.HasIndex(k => k.KeptAt);
        table.HasOne<Account>().WithMany().HasForeignKey(k => k.AccountId);
    }
}

internal sealed class MailLinkTable : IEntityTypeConfiguration<MailLink>
{
    public void Configure(EntityTypeBuilder<MailLink> table)
    {
        table.ToTable("mail_links");
        table.Property(l => l.Reference).HasMaxLength(32);
        table.Property(l => l.Email).HasMaxLength(256);
        table.HasIndex(l => l.Reference).IsUnique();
        table.HasIndex(l => new { l.AccountId, l.Purpose });
        table.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId);
    }
}

internal sealed class ApiTokenTable : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> table)
    {
        table.ToTable("api_tokens");
        table.Property(t => t.Name).HasMaxLength(60);
        table.Property(t => t.Prefix).HasMaxLength(16);
        table.Property(t => t.Digest).HasMaxLength(64).IsFixedLength();
        table.Property(t => t.Scopes).HasMaxLength(200);
        table.HasIndex(t => t.Digest).IsUnique();
        table.HasOne<Account>().WithMany().HasForeignKey(t => t.AccountId);
        table.HasOne<Organisation>().WithMany().HasForeignKey(t => t.OrganisationId);
    }
}

internal sealed class ConsentTable : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> table)
    {
        table.ToTable("consents");
        table.Property(c => c.Purpose).HasMaxLength(40);
        table.Property(c => c.NoticeVersion).HasMaxLength(20);
        table.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
    }
}

public static class AccountTables
{
    extension(Db db)
    {
        public DbSet<Account> Accounts => db.Set<Account>();
        public DbSet<Grant> Grants => db.Set<Grant>();
        public DbSet<Session> Sessions => db.Set<Session>();
        public DbSet<SecondFactor> SecondFactors => db.Set<SecondFactor>();
        public DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();
        public DbSet<KeptForm> KeptForms => db.Set<KeptForm>();
        public DbSet<MailLink> MailLinks => db.Set<MailLink>();
        public DbSet<ApiToken> ApiTokens => db.Set<ApiToken>();
        public DbSet<Consent> Consents => db.Set<Consent>();
    }
}
