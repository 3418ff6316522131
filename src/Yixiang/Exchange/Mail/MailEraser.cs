using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>When an account is closed, or the contact of somebody without one is erased, the caught mails to it go too (PIPL art. 47).</summary>
public sealed class MailEraser(Db db) : ICarrier
{
    public const string CarrierName = "mail-eraser";

    public string Name => CarrierName;

    /// <summary>What the keys begin with of all mails to whoever spoke in this matter without an account.</summary>
    public static string KeysOf(string subject, string reference) => $"unnamed/{subject}/{reference}/";

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        if (delivery.Key.Split('/') is [var subject, var reference])
        {
            var keys = KeysOf(subject, reference);
            await db.CaughtMails.Where(m => m.Key.StartsWith(keys)).ExecuteDeleteAsync(stop);
            return;
        }

        var account = long.Parse(delivery.Key, CultureInfo.InvariantCulture);
        await db.CaughtMails.Where(m => m.AccountId == account).ExecuteDeleteAsync(stop);
    }
}
