using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Exchange;

/// <summary>A mail that did not leave the house: in the demo, and where no mail server is set.</summary>
[Unjournalled("what it speaks of is in the journal; the mail itself is only a copy")]
public sealed class CaughtMail
{
    public long Id { get; private set; }

    /// <summary>The delivery's key: the same mail is caught once.</summary>
    public required string Key { get; init; }

    /// <summary>Whose it is; null for somebody without an account.</summary>
    public required long? AccountId { get; init; }
    public required string To { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public required string Html { get; init; }
    public required DateTimeOffset CaughtAt { get; init; }
}

internal sealed class CaughtMailTable : IEntityTypeConfiguration<CaughtMail>
{
    public void Configure(EntityTypeBuilder<CaughtMail> table)
    {
        table.ToTable("mails");
        table.Property(m => m.Key).HasMaxLength(160);
        table.Property(m => m.To).HasMaxLength(256);
        table.Property(m => m.Subject).HasMaxLength(400);
        table.HasIndex(m => m.Key).IsUnique();
        table.HasIndex(m => m.CaughtAt);
        table.HasOne<Account>().WithMany().HasForeignKey(m => m.AccountId);
    }
}

public static partial class MailTables
{
    /// <summary>Mails as a file: what the page shows of them, and no more.</summary>
    internal static readonly Table<CaughtMail> Sheet = SheetOf(Words);

    /// <summary>The same in the demo, where nothing is anybody's.</summary>
    internal static readonly Table<CaughtMail> DemoSheet = SheetOf(m => m.Text);

    /// <summary>What a system administrator may read of a mail: not the link that sets a password, which the one who invited is shown (<see cref="MailExit"/>). Whoever reads other people's opens their accounts, and the three administrators are separate.</summary>
    internal static string Words(CaughtMail mail) => PasswordLink().Replace(mail.Text, "$1…");

    [GeneratedRegex(@"(/open/(?:PasswordReset|Invitation)\?t=)\S+")]
    private static partial Regex PasswordLink();

    private static Table<CaughtMail> SheetOf(Func<CaughtMail, string> words) =>
        new Table<CaughtMail>("mail.caught").Instant("mail.at", m => m.CaughtAt).Text("mail.to", m => m.To, 28).Text("mail.subject", m => m.Subject, 40).Text("mail.words", words, 80);

    extension(Db db)
    {
        public DbSet<CaughtMail> CaughtMails => db.Set<CaughtMail>();
    }
}
