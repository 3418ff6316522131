using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Organisations;

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
        else if (Kinds.TryGetValue((entry.Subject, entry.What), out var kind))
        {
            yield return Owe(MailingCarrier.CarrierName, $"{kind}/{entry.Reference}/{entry.At.ToUnixTimeMilliseconds()}", new(kind, entry.Reference), entry.At);
        }
    }

    private static Delivery Owe(string carrier, string key, MailOrder order, DateTimeOffset at) => new() { Carrier = carrier, Key = key, Payload = order.ToJson(), DueAt = at, CreatedAt = at };
}
