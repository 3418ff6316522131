using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>When an account is closed, its caught mails go too (PIPL art. 47).</summary>
public sealed class MailEraser(Db db) : ICarrier
{
    public const string CarrierName = "mail-eraser";

    public string Name => CarrierName;

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        var account = long.Parse(delivery.Key, CultureInfo.InvariantCulture);
        await db.CaughtMails.Where(m => m.AccountId == account).ExecuteDeleteAsync(stop);
    }
}
