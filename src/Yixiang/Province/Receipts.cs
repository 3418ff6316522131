using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Province;

/// <summary>Takes the province's answers in: read once, shown, and taken when an officer says so.</summary>
public sealed class Receipts(Db db, ReceiptJudging judging, Recommendations recommendations, TimeProvider clock)
{
    public const string Subject = "province-receipt";

    /// <summary>Reads a spreadsheet and keeps what it says; nothing is changed by it yet.</summary>
    /// <exception cref="RefusedException">It cannot be read as an answer.</exception>
    public async Task<Receipt> ReceiveAsync(string fileName, Stream content, Actor actor, CancellationToken stop)
    {
        using var copy = new MemoryStream();
        await CopyAsync(content, copy, stop);
        copy.Position = 0;
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, stop));
        copy.Position = 0;
        var name = Path.GetFileName(fileName);
        var lines = ReceiptSheet.Read(copy, name);
        var act = new Act(actor, clock.GetUtcNow());
        var receipt = new Receipt
        {
            Reference = await db.NextReferenceAsync("A", act.At, stop),
            FileName = name.Length > 200 ? name[..200] : name,
            Digest = digest,
            ReceivedAt = act.At,
            Content = Receipt.Say(lines),
            Rows = lines.Count,
        };
        db.ProvinceReceipts.Add(receipt);
        db.Record(JournalEntry.Of(Subject, receipt.Reference, "receive", act, digest));
        await db.SaveAsync(receipt.Reference, stop);
        return receipt;
    }

    /// <summary>Takes the good rows over, all in one transaction; wrong ones are left and named. May be done again when what was wrong here has been mended.</summary>
    /// <returns>The rows as they were judged at that moment.</returns>
    /// <exception cref="RefusedException">No row changes anything, or somebody else changed one of them at the same moment.</exception>
    public async Task<IReadOnlyList<ReceiptRow>> TakeAsync(Receipt receipt, Actor actor, CancellationToken stop)
    {
        var act = new Act(actor, clock.GetUtcNow());
        var rows = await judging.TakeAsync(receipt, act, stop);
        var changes = rows.Count(r => r.Changes);
        if (changes == 0)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "receipt-nothing", receipt.Reference));
        }

        receipt.Take(act.At, changes, rows.Count(r => !r.IsGood));
        db.Record(JournalEntry.Of(Subject, receipt.Reference, "take", act, receipt.Digest));
        await recommendations.SaveAsync(receipt.Reference, stop);
        return rows;
    }

    private static async Task CopyAsync(Stream from, MemoryStream to, CancellationToken stop)
    {
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await from.ReadAsync(buffer, stop)) > 0)
        {
            if (to.Length + read > ReceiptSheet.MostBytes)
            {
                throw new RefusedException(new(RefusalKind.TooLarge, "file-too-large", ReceiptSheet.MostBytes / UploadLimits.BytesPerMiB));
            }

            to.Write(buffer, 0, read);
        }
    }
}
