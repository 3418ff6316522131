using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using MimeKit;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>Writes one owed mail and sends it, or catches it where no mail leaves the house.</summary>
public sealed class PostCarrier(Db db, Letters letters, MailSettings settings, CityPack pack, TimeProvider clock) : ICarrier
{
    public const string CarrierName = "mail";

    public string Name => CarrierName;

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        if (await letters.WriteAsync(MailOrder.Of(delivery), stop) is not var (letter, reader))
        {
            return;
        }

        if (settings.IsCaught)
        {
            await CatchAsync(delivery, letter, reader.Id, reader.Email!, stop);
            return;
        }

        await SendAsync(Message(delivery, letter, reader.DisplayName, reader.Email!), stop);
    }

    private async Task CatchAsync(Delivery delivery, Letter letter, long accountId, string to, CancellationToken stop)
    {
        if (await db.Set<CaughtMail>().AnyAsync(m => m.Key == delivery.Key, stop))
        {
            return;
        }

        db.Add(new CaughtMail { Key = delivery.Key, AccountId = accountId, To = to, Subject = letter.Subject, Text = letter.ToText(), Html = letter.ToHtml(), CaughtAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(stop);
    }

    /// <summary>The message id comes from the delivery: a mail that is sent twice after a crash can be known as the same.</summary>
    private MimeMessage Message(Delivery delivery, Letter letter, string name, string to)
    {
        var message = new MimeMessage { Subject = letter.Subject, Date = clock.GetUtcNow(), Body = new BodyBuilder { TextBody = letter.ToText(), HtmlBody = letter.ToHtml() }.ToMessageBody() };
        message.From.Add(new MailboxAddress(pack.City.Mail.Name.In(letter.Language), settings.Sender));
        message.To.Add(new MailboxAddress(name, to));
        message.MessageId = $"{JournalEntry.DigestOf(delivery.Key)[..32]}@{settings.Sender.Split('@')[^1]}";
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("Content-Language", letter.Language.Name);
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
