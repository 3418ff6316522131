using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Province;

internal sealed class RecommendationTable : IEntityTypeConfiguration<Recommendation>
{
    public const string OneOpen = "ix_recommendations_one_open", OneNumber = "ix_recommendations_one_number";

    public void Configure(EntityTypeBuilder<Recommendation> table)
    {
        table.ToTable("recommendations");
        table.HasIndex(r => r.Reference).IsUnique();
        table.HasIndex(r => r.InstrumentId);
        table.HasIndex(r => r.InstrumentId, "one_open").IsUnique().HasFilter("state IN ('Proposed', 'Sent', 'Listed')").HasDatabaseName(OneOpen);
        table.HasIndex(r => r.NumberThere).IsUnique().HasFilter("state = 'Listed'").HasDatabaseName(OneNumber);
        table.HasIndex(r => new { r.State, r.ProposedAt });
        table.HasIndex(r => r.ProposedAt);
        table.HasIndex(r => new { r.OrganisationId, r.State });
        table.HasIndex(r => new { r.AreaCode, r.State });
        table.HasIndex(r => r.PackageId);
        table.Property(r => r.Reference).HasMaxLength(20);
        table.Property(r => r.AreaCode).HasMaxLength(6);
        table.Property(r => r.RulesVersion).HasMaxLength(40);
        table.Property(r => r.NumberThere).HasMaxLength(Recommendation.LongestNumber);
        table.Property(r => r.AddressThere).HasMaxLength(Recommendation.LongestAddress);
        table.Property(r => r.Why).HasMaxLength(500);
        table.Property(r => r.Version).IsConcurrencyToken();
        table.Ignore(r => r.Standing);
        table.Ignore(r => r.Was);
        table.HasOne<Instrument>().WithMany().HasForeignKey(r => r.InstrumentId);
        table.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId);
        table.HasOne(r => r.Package).WithMany().HasForeignKey(r => r.PackageId);
        table.HasOne<InstrumentVersion>().WithMany().HasForeignKey(r => r.VersionId);
    }
}

internal sealed class PackageTable : IEntityTypeConfiguration<Package>
{
    public void Configure(EntityTypeBuilder<Package> table)
    {
        table.ToTable("province_packages");
        table.HasIndex(p => p.Reference).IsUnique();
        table.Property(p => p.Reference).HasMaxLength(20);
        table.Property(p => p.RulesVersion).HasMaxLength(40);
    }
}

internal sealed class ReceiptTable : IEntityTypeConfiguration<Receipt>
{
    public void Configure(EntityTypeBuilder<Receipt> table)
    {
        table.ToTable("province_receipts");
        table.HasIndex(r => r.Reference).IsUnique();
        table.Property(r => r.Reference).HasMaxLength(20);
        table.Property(r => r.FileName).HasMaxLength(200);
        table.Property(r => r.Digest).HasMaxLength(64).IsFixedLength();
        table.Property(r => r.Version).IsConcurrencyToken();
        table.Ignore(r => r.Lines);
    }
}

public static class ProvinceTables
{
    extension(Db db)
    {
        public DbSet<Recommendation> Recommendations => db.Set<Recommendation>();
        public DbSet<Package> ProvincePackages => db.Set<Package>();
        public DbSet<Receipt> ProvinceReceipts => db.Set<Receipt>();

        /// <summary>What stands on the provincial platform now.</summary>
        public IQueryable<Recommendation> ListedThere => db.Set<Recommendation>().Where(r => r.State == RecommendationState.Listed);
    }

    /// <summary>Neither ended nor refused: of each instrument one at most.</summary>
    public static IQueryable<Recommendation> Open(this IQueryable<Recommendation> recommendations) =>
        recommendations.Where(r => r.State == RecommendationState.Proposed || r.State == RecommendationState.Sent || r.State == RecommendationState.Listed);

    /// <summary>What this ledger said to stand there when a day ended.</summary>
    /// <param name="end">The first moment after the day.</param>
    public static IQueryable<Recommendation> ListedThereAt(this Db db, DateTimeOffset end) =>
        db.Recommendations.Where(r => r.ListedAt != null && r.ListedAt < end && (r.EndedAt == null || r.EndedAt >= end));

    /// <summary>The bureau sees all, a county officer those of the area, a unit its own.</summary>
    public static IQueryable<Recommendation> VisibleTo(this IQueryable<Recommendation> recommendations, Actor actor) => actor.Role switch
    {
        Role.BureauOfficer => recommendations,
        Role.CountyOfficer => recommendations.Where(r => r.AreaCode == actor.AreaCode),
        Role.UnitAdministrator => recommendations.Where(r => r.OrganisationId == actor.OrganisationId),
        Role.Visitor or Role.User or Role.Technician or Role.Expert or Role.Auditor or Role.SystemAdministrator or Role.SecurityAdministrator => recommendations.Where(r => false),
    };
}

/// <summary>A purged instrument was never recommended (A1), and no answer of the province speaks of it.</summary>
public sealed class ProvinceTraces : ITraces
{
    public IReadOnlyList<string> Tables { get; } = ["recommendations", "province_receipts"];

    public async Task<IReadOnlyList<long>> EraseAsync(Db db, PurgeScope scope, CancellationToken stop)
    {
        var instruments = scope.Instruments;
        await db.Recommendations.Where(r => instruments.Contains(r.InstrumentId)).ExecuteDeleteAsync(stop);
        foreach (var reference in await db.Instruments.Where(i => instruments.Contains(i.Id)).Select(i => i.Reference).ToListAsync(stop))
        {
            foreach (var receipt in await db.ProvinceReceipts.AsNoTracking().Where(r => r.Content.Contains(reference)).ToListAsync(stop))
            {
                var rest = Receipt.Say([.. receipt.Lines.Where(l => l.Instrument != reference)]);
                await db.ProvinceReceipts.Where(r => r.Id == receipt.Id).ExecuteUpdateAsync(r => r.SetProperty(x => x.Content, rest), stop);
            }
        }

        return [];
    }
}
