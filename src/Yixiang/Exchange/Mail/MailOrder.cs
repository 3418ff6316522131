using System.Text.Json;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

public enum MailKind { Invitation, PasswordReset, EmailConfirmation, FilingReturned, FilingAccepted, FilingReminder, OrganisationDecided, FilingTerm, Digest, ReportForwarded, ReportReminder, ReportAnswered, SearchDigest, NeedForwarded, NeedAnswered }

/// <summary>A mail that is owed: references only, no words and no address (they are looked up when it is written).</summary>
/// <param name="Reference">The link, filing, organisation or report it is about; for reminders the organisation's id.</param>
/// <param name="AccountId">The reader; null until the readers are found, and for somebody who has no account.</param>
/// <param name="Day">For daily mails: the day they speak of.</param>
/// <param name="Since">For reminders: the day up to which reminders were sent before.</param>
public sealed record MailOrder(MailKind Kind, string Reference, long? AccountId = null, DateOnly? Day = null, DateOnly? Since = null)
{
    public string ToJson() => JsonSerializer.Serialize(this, MoveInput.Json);

    public static MailOrder Of(Delivery delivery) => JsonSerializer.Deserialize<MailOrder>(delivery.Payload, MoveInput.Json)!;

    /// <summary>Whether several of this kind to one reader go into one mail: an officer decides on many filings in one act.</summary>
    public bool IsGathered => Kind is MailKind.FilingReturned or MailKind.FilingAccepted or MailKind.FilingReminder;

    /// <summary>What the keys begin with of all mails of this kind to this reader; null where each mail stands alone.</summary>
    public string? Gathering => IsGathered && AccountId is { } reader ? $"{Kind}/to/{reader}/" : null;

    /// <summary>The same, read from the key of a delivery.</summary>
    public static string? GatheringOf(string key) => key.Split('/') is [var kind, "to", var reader, ..] ? $"{kind}/to/{reader}/" : null;

    /// <summary>One mail to one reader.</summary>
    public Delivery ToReader(long accountId, string occasion, DateTimeOffset due, DateTimeOffset now) => new()
    {
        Carrier = PostCarrier.CarrierName,
        Key = (this with { AccountId = accountId }).Gathering is { } gathering ? gathering + occasion : $"{occasion}/{accountId}",
        Payload = (this with { AccountId = accountId }).ToJson(),
        DueAt = due,
        CreatedAt = now,
    };
}
