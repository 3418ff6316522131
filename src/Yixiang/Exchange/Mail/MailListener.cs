using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Voices;

namespace Yixiang.Exchange;

/// <summary>Hears the journal and owes the mails that follow from it: links at once, decisions to everybody they concern.</summary>
public sealed class MailListener : IListener
{
    private static readonly Dictionary<(string Subject, string What), MailKind> Kinds = new()
    {
        [(Filing.Lifecycle.Subject, Filing.Lifecycle.Return.Name)] = MailKind.FilingReturned,
        [(Filing.Lifecycle.Subject, Filing.Lifecycle.Accept.Name)] = MailKind.FilingAccepted,
        [(Filing.Lifecycle.Subject, "remind")] = MailKind.FilingReminder,
        [(Organisation.Lifecycle.Subject, Organisation.Lifecycle.Verify.Name)] = MailKind.OrganisationDecided,
        [(Organisation.Lifecycle.Subject, Organisation.Lifecycle.Reject.Name)] = MailKind.OrganisationDecided,
        [(ProblemReport.Lifecycle.Subject, ProblemReport.Lifecycle.Forward.Name)] = MailKind.ReportForwarded,
        [(ProblemReport.Lifecycle.Subject, ProblemReport.Lifecycle.Reopen.Name)] = MailKind.ReportForwarded,
        [(ProblemReport.Lifecycle.Subject, ProblemReport.Lifecycle.Remind.Name)] = MailKind.ReportReminder,
        [(ProblemReport.Lifecycle.Subject, "escalate")] = MailKind.ReportReminder,
        [(Need.Lifecycle.Subject, Need.Lifecycle.Forward.Name)] = MailKind.NeedForwarded,
    };

    /// <summary>What somebody without an account is told, if a mail address was left.</summary>
    private static readonly Dictionary<(string Subject, string What), MailKind> Unnamed = new()
    {
        [(ProblemReport.Lifecycle.Subject, ProblemReport.Lifecycle.Answer.Name)] = MailKind.ReportAnswered,
        [(ProblemReport.Lifecycle.Subject, ProblemReport.Lifecycle.Dismiss.Name)] = MailKind.ReportAnswered,
        [(Need.Lifecycle.Subject, Need.Lifecycle.Answer.Name)] = MailKind.NeedAnswered,
        [(Need.Lifecycle.Subject, Need.Lifecycle.Decline.Name)] = MailKind.NeedAnswered,
    };

    public IEnumerable<Delivery> Owed(JournalEntry entry)
    {
        if (entry is { Subject: MailLinks.Subject, What: "issue" } && Enum.TryParse<MailKind>(entry.After, out var link))
        {
            yield return Owe(PostCarrier.CarrierName, $"link/{entry.Reference}", new(link, entry.Reference), entry.At);
        }
        else if (entry is { Subject: "account", What: "close" })
        {
            yield return new() { Carrier = MailEraser.CarrierName, Key = entry.Reference, Payload = "{}", DueAt = entry.At, CreatedAt = entry.At };
        }
        else if (entry.What == "erase-contact")
        {
            yield return new() { Carrier = MailEraser.CarrierName, Key = $"{entry.Subject}/{entry.Reference}", Payload = "{}", DueAt = entry.At, CreatedAt = entry.At };
        }
        else if (Unnamed.TryGetValue((entry.Subject, entry.What), out var told))
        {
            yield return Owe(PostCarrier.CarrierName, $"{MailEraser.KeysOf(entry.Subject, entry.Reference)}{told}/{OccasionOf(entry)}", new(told, entry.Reference), entry.At);
        }
        else if (Kinds.TryGetValue((entry.Subject, entry.What), out var kind))
        {
            yield return Owe(MailingCarrier.CarrierName, $"{kind}/{entry.Reference}/{OccasionOf(entry)}", new(kind, entry.Reference), entry.At);
        }
    }

    /// <summary>Two acts on one thing in the same millisecond are two occasions; only the same act twice is one.</summary>
    private static string OccasionOf(JournalEntry entry) => $"{entry.At.ToUnixTimeMilliseconds()}-{entry.Digest[..12]}";

    private static Delivery Owe(string carrier, string key, MailOrder order, DateTimeOffset at) => new() { Carrier = carrier, Key = key, Payload = order.ToJson(), DueAt = at, CreatedAt = at };
}
