using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Voices;

internal sealed class ReportTable : IEntityTypeConfiguration<ProblemReport>
{
    public void Configure(EntityTypeBuilder<ProblemReport> table)
    {
        table.ToTable("problem_reports");
        table.HasIndex(r => r.Reference).IsUnique();
        table.HasIndex(r => r.ReceiptDigest).IsUnique();
        table.HasIndex(r => new { r.State, r.DueOn });
        table.HasIndex(r => new { r.OrganisationId, r.State });
        table.HasIndex(r => new { r.AreaCode, r.State });
        table.HasIndex(r => r.InstrumentId);
        table.HasIndex(r => r.SettledAt).HasFilter("secret IS NOT NULL");
        table.Property(r => r.Reference).HasMaxLength(20);
        table.Property(r => r.AreaCode).HasMaxLength(6);
        table.Property(r => r.KindCode).HasMaxLength(40);
        table.Property(r => r.Text).HasMaxLength(ProblemReport.LongestText);
        table.Property(r => r.Language).HasMaxLength(10);
        table.Property(r => r.ReceiptDigest).HasMaxLength(64).IsFixedLength();
        table.Property(r => r.Secret).HasMaxLength(2000);
        table.Property(r => r.NoticeVersion).HasMaxLength(20);
        table.Property(r => r.RulesVersion).HasMaxLength(40);
        table.Property(r => r.Note).HasMaxLength(500);
        table.Property(r => r.Answer).HasMaxLength(2000);
        table.Property(r => r.Version).IsConcurrencyToken();
        table.HasOne<Instrument>().WithMany().HasForeignKey(r => r.InstrumentId);
        table.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId);
    }
}

public static class ReportTables
{
    extension(Db db)
    {
        public DbSet<ProblemReport> ProblemReports => db.Set<ProblemReport>();
    }

    /// <summary>The bureau sees all, a county officer those of the area, a unit what was forwarded to it; the reporter comes by the receipt alone.</summary>
    public static IQueryable<ProblemReport> VisibleTo(this IQueryable<ProblemReport> reports, Actor actor) => actor.Role switch
    {
        Role.BureauOfficer => reports,
        Role.CountyOfficer => reports.Where(r => r.AreaCode == actor.AreaCode),
        Role.UnitAdministrator => reports.Where(r => r.OrganisationId == actor.OrganisationId && r.ForwardedAt != null),
        Role.Visitor or Role.User or Role.Technician or Role.Expert or Role.Auditor or Role.SystemAdministrator or Role.SecurityAdministrator => reports.Where(r => false),
    };
}
