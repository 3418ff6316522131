using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Voices;

internal sealed class NeedTable : IEntityTypeConfiguration<Need>
{
    public void Configure(EntityTypeBuilder<Need> table)
    {
        table.ToTable("needs");
        table.HasIndex(n => n.Reference).IsUnique();
        table.HasIndex(n => n.ReceiptDigest).IsUnique();
        table.HasIndex(n => new { n.State, n.DueOn });
        table.HasIndex(n => n.SettledAt).HasFilter("secret IS NOT NULL");
        table.Property(n => n.Reference).HasMaxLength(20);
        table.Property(n => n.What).HasMaxLength(Need.LongestWhat);
        table.Property(n => n.Sample).HasMaxLength(Need.LongestSample);
        table.Property(n => n.Amount).HasMaxLength(Need.LongestAmount);
        table.Property(n => n.Budget).HasMaxLength(Need.LongestBudget);
        table.Property(n => n.Language).HasMaxLength(10);
        table.Property(n => n.ReceiptDigest).HasMaxLength(64).IsFixedLength();
        table.Property(n => n.Secret).HasMaxLength(2000);
        table.Property(n => n.NoticeVersion).HasMaxLength(20);
        table.Property(n => n.RulesVersion).HasMaxLength(40);
        table.Property(n => n.Answer).HasMaxLength(2000);
        table.Property(n => n.Version).IsConcurrencyToken();
        table.HasMany(n => n.Matches).WithOne().HasForeignKey(m => m.NeedId);
        table.HasMany(n => n.Units).WithOne().HasForeignKey(u => u.NeedId);
    }
}

internal sealed class NeedMatchTable : IEntityTypeConfiguration<NeedMatch>
{
    public void Configure(EntityTypeBuilder<NeedMatch> table)
    {
        table.ToTable("need_matches");
        table.HasIndex(m => new { m.NeedId, m.InstrumentId }).IsUnique();
        table.HasOne(m => m.Instrument).WithMany().HasForeignKey(m => m.InstrumentId);
    }
}

internal sealed class NeedUnitTable : IEntityTypeConfiguration<NeedUnit>
{
    public void Configure(EntityTypeBuilder<NeedUnit> table)
    {
        table.ToTable("need_units");
        table.HasIndex(u => new { u.OrganisationId, u.NeedId }).IsUnique();
        table.HasOne<Organisation>().WithMany().HasForeignKey(u => u.OrganisationId);
    }
}

public static class NeedTables
{
    extension(Db db)
    {
        public DbSet<Need> Needs => db.Set<Need>();
        public DbSet<NeedMatch> NeedMatches => db.Set<NeedMatch>();
        public DbSet<NeedUnit> NeedUnits => db.Set<NeedUnit>();
    }

    /// <summary>The bureau sees all, a unit those it was asked about; the asker comes by the receipt alone.</summary>
    public static IQueryable<Need> VisibleTo(this IQueryable<Need> needs, Actor actor) => actor.Role switch
    {
        Role.BureauOfficer => needs,
        Role.UnitAdministrator => needs.Where(n => n.Units.Any(u => u.OrganisationId == actor.OrganisationId)),
        Role.Visitor or Role.User or Role.Technician or Role.CountyOfficer or Role.Expert or Role.Auditor or Role.SystemAdministrator or Role.SecurityAdministrator => needs.Where(n => false),
    };

    /// <summary>Open, and its term is over.</summary>
    public static IQueryable<Need> Late(this IQueryable<Need> needs, DateOnly today) =>
        needs.Where(n => (n.State == NeedState.Received || n.State == NeedState.Matching) && n.DueOn < today);
}
