using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>Writes one mail, about everything of its kind that waits for its reader, and sends it, or catches it where no mail leaves the house.</summary>
public sealed class PostCarrier(Db db, Letters letters, MailSettings settings, CityPack pack, TimeProvider clock) : ICarrier
{
    public const string CarrierName = "mail";

    public string Name => CarrierName;

    public string? GatheredBy(Delivery delivery) => MailOrder.GatheringOf(delivery.Key);

    public Task CarryAsync(Delivery delivery, CancellationToken stop) => CarryAsync([delivery], stop);

    public async Task CarryAsync(IReadOnlyList<Delivery> gathered, CancellationToken stop)
    {
        if (await letters.WriteAsync([.. gathered.Select(MailOrder.Of)], stop) is not var (letter, reader))
        {
            return;
        }

        if (settings.IsCaught)
        {
            await CatchAsync(KeyOf(gathered), letter, reader, stop);
            return;
        }

        await SendAsync(Message(KeyOf(gathered), letter, reader), stop);
    }

    /// <summary>The same deliveries are the same mail; one more delivery makes another, which must not be taken for the one that was sent.</summary>
    private static string KeyOf(IReadOnlyList<Delivery> gathered) =>
        gathered.Count == 1 ? gathered[0].Key : "gathered/" + JournalEntry.DigestOf(string.Join('\n', gathered.Select(d => d.Key).Order(StringComparer.Ordinal)));

    private async Task CatchAsync(string key, Letter letter, MailReader reader, CancellationToken stop)
    {
        if (await db.Set<CaughtMail>().AnyAsync(m => m.Key == key, stop))
        {
            return;
        }

        db.Add(new CaughtMail { Key = key, AccountId = reader.AccountId, To = reader.Email, Subject = letter.Subject, Text = letter.ToText(), Html = letter.ToHtml(), CaughtAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(stop);
    }

    /// <summary>The message id comes from the delivery: a mail that is sent twice after a crash can be known as the same.</summary>
    private MimeMessage Message(string key, Letter letter, MailReader reader)
    {
        var message = new MimeMessage { Subject = letter.Subject, Date = clock.GetUtcNow(), Body = new BodyBuilder { TextBody = letter.ToText(), HtmlBody = letter.ToHtml() }.ToMessageBody() };
        message.From.Add(new MailboxAddress(pack.City.Mail.Name.In(letter.Language), settings.Sender));
        message.To.Add(new MailboxAddress(reader.Name, reader.Email));
        message.MessageId = $"{JournalEntry.DigestOf(key)[..32]}@{settings.Sender.Split('@')[^1]}";
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("Content-Language", letter.Language.Name);
        if (letter.Leave is { } leave)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{leave.Address}>");
        }

        return message;
    }

    private async Task SendAsync(MimeMessage message, CancellationToken stop)
    {
        using var server = new SmtpClient();
        var security = settings.Tls switch { "implicit" => SecureSocketOptions.SslOnConnect, "none" => SecureSocketOptions.None, _ => SecureSocketOptions.StartTls };
        await server.ConnectAsync(settings.Host, settings.Port, security, stop);
        if (settings.User != "")
        {
            await server.AuthenticateAsync(settings.User, settings.Password, stop);
        }

        await server.SendAsync(message, stop);
        await server.DisconnectAsync(true, stop);
    }
}
