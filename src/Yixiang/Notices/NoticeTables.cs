using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Notices;

internal sealed class NoticeTable : IEntityTypeConfiguration<Notice>
{
    public void Configure(EntityTypeBuilder<Notice> table)
    {
        table.ToTable("notices");
        table.HasIndex(n => n.Number).IsUnique();
        table.HasIndex(n => new { n.OrganisationId, n.Kind });
        table.Property(n => n.Version).IsConcurrencyToken();
        table.Ignore(n => n.Reference);
        table.HasOne(n => n.Organisation).WithMany().HasForeignKey(n => n.OrganisationId);
        table.HasMany(n => n.Editions).WithOne(e => e.Notice).HasForeignKey(e => e.NoticeId);
    }
}

internal sealed class EditionTable : IEntityTypeConfiguration<Edition>
{
    public void Configure(EntityTypeBuilder<Edition> table)
    {
        table.ToTable("editions");
        table.HasIndex(e => e.Reference).IsUnique();
        table.HasIndex(e => new { e.NoticeId, e.Serial }).IsUnique();
        table.HasIndex(e => new { e.NoticeId, e.Number }).IsUnique();
        table.HasIndex(e => new { e.State, e.PublishedAt });
        table.HasIndex(e => e.InstrumentId);
        table.HasIndex(e => e.ClassCode);
        table.HasIndex(e => e.Technique);
        table.Property(e => e.Reference).HasMaxLength(20);
        table.Property(e => e.ClassCode).HasMaxLength(10);
        table.Property(e => e.Technique).HasMaxLength(60);
        table.Property(e => e.Remark).HasMaxLength(500);
        table.Property(e => e.Version).IsConcurrencyToken();
        table.ComplexProperty(e => e.Wording, Words);
        table.ComplexProperty(e => e.Span, span =>
        {
            span.Property(s => s.From).HasColumnName("from_day");
            span.Property(s => s.Until).HasColumnName("until_day");
            span.Property(s => s.Opens).HasColumnName("opens");
            span.Property(s => s.Closes).HasColumnName("closes");
        });
        table.HasOne<Instrument>().WithMany().HasForeignKey(e => e.InstrumentId);
        table.HasMany(e => e.Files).WithOne().HasForeignKey(f => f.EditionId);
    }

    private static void Words(ComplexPropertyBuilder<Wording> words)
    {
        words.Property(w => w.Title).HasColumnName("title").HasMaxLength(Wording.LongestTitle);
        words.Property(w => w.EnglishTitle).HasColumnName("english_title").HasMaxLength(Wording.LongestTitle * 2);
        words.Property(w => w.Summary).HasColumnName("summary").HasMaxLength(Wording.LongestSummary);
        words.Property(w => w.EnglishSummary).HasColumnName("english_summary").HasMaxLength(Wording.LongestSummary * 2);
        words.Property(w => w.Body).HasColumnName("body");
        words.Property(w => w.EnglishBody).HasColumnName("english_body");
        words.Property(w => w.DocumentNumber).HasColumnName("document_number").HasMaxLength(Wording.LongestLine);
        words.Property(w => w.Issuer).HasColumnName("issuer").HasMaxLength(Wording.LongestLine);
        words.Property(w => w.Place).HasColumnName("place").HasMaxLength(Wording.LongestTitle);
        words.Property(w => w.EnglishPlace).HasColumnName("english_place").HasMaxLength(Wording.LongestTitle * 2);
    }
}

internal sealed class EditionFileTable : IEntityTypeConfiguration<EditionFile>
{
    public void Configure(EntityTypeBuilder<EditionFile> table)
    {
        table.ToTable("edition_files");
        table.HasIndex(f => f.EditionId);
        table.HasOne(f => f.File).WithMany().HasForeignKey(f => f.FileId);
    }
}

public static class NoticeTables
{
    /// <summary>Of what was once published not a letter changes.</summary>
    private static readonly string[] Kept =
        ["number", "title", "english_title", "summary", "english_summary", "body", "english_body", "document_number", "issuer", "place", "english_place", "from_day", "until_day", "opens", "closes", "class_code", "technique", "instrument_id", "published_at"];

    extension(Db db)
    {
        public DbSet<Notice> Notices => db.Set<Notice>();
        public DbSet<Edition> Editions => db.Set<Edition>();
        public DbSet<EditionFile> EditionFiles => db.Set<EditionFile>();
    }

    /// <summary>What was published stays as it was, and goes with the purge of its instrument only (A1).</summary>
    public static readonly Guard[] Guards =
    [
        Fixed(),
        PurgeTables.Stays("editions", "instrument_id", "OLD.instrument_id"),
        PurgeTables.Stays("edition_files", "instrument_id", "(SELECT e.instrument_id FROM editions e WHERE e.id = OLD.edition_id)", "(SELECT e.published_at FROM editions e WHERE e.id = OLD.edition_id) IS NOT NULL"),
    ];

    private static Guard Fixed()
    {
        const string Name = "published editions do not change";
        string When(string differs) => $"OLD.published_at IS NOT NULL AND ({string.Join(" OR ", Kept.Select(c => $"OLD.{c} {differs} NEW.{c}"))})";
        return new(Name,
            [$"CREATE TRIGGER IF NOT EXISTS editions_fixed BEFORE UPDATE ON editions WHEN {When("IS NOT")} BEGIN SELECT RAISE(ABORT, '{Name}'); END"],
            [
                $"CREATE OR REPLACE FUNCTION editions_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {When("IS DISTINCT FROM")} THEN RAISE EXCEPTION '{Name}'; END IF; RETURN NEW; END $$",
                "CREATE OR REPLACE TRIGGER editions_fixed BEFORE UPDATE ON editions FOR EACH ROW EXECUTE FUNCTION editions_fixed()",
            ]);
    }
}
