using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Tests.Filings;

internal static class FilingActs
{
    public static Task<FilingState> StateAsync(this Site site, Filing filing) => site.QueryAsync(db => db.Filings.Where(f => f.Id == filing.Id).Select(f => f.State).SingleAsync());

    /// <summary>Moves a filing through the gate, as a page would.</summary>
    public static Task<Filing> MoveAsync(this Site site, Filing filing, string move, Actor actor) => site.UseAsync(async services =>
    {
        var found = await services.GetRequiredService<Db>().Filings.Include(f => f.Exemption).SingleAsync(f => f.Id == filing.Id);
        var declared = Filing.Lifecycle.Find(move)!;
        await services.GetRequiredService<FilingMoves>().MakeAsync(declared, found, declared.InputType == typeof(Return) ? new Return("请核对", null) : new Nothing(), actor);
        return found;
    });

    public static Task<long> GivenFileAsync(this Site site, string name, string content) => site.UseAsync(async services =>
    {
        var (digest, size) = await services.GetRequiredService<FileStore>().KeepAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), 1_000_000, default);
        var db = services.GetRequiredService<Db>();
        var file = new StoredFile { Digest = digest, Name = name, ContentType = "text/plain", Size = size, StoredAt = site.Clock.Now };
        db.Add(file);
        db.Record(JournalEntry.Of("file", digest[..12], "keep", new(Actor.Product, site.Clock.Now)));
        await db.SaveChangesAsync();
        return file.Id;
    });

    public static Task<int> AttachAsync(this Site site, Filing filing, long file) => site.QueryAsync(async db =>
    {
        (await db.Filings.SingleAsync(f => f.Id == filing.Id)).Attachments.Add(new() { Kind = AttachmentKind.AcceptanceReport, FileId = file, At = site.Clock.Now });
        db.Record(JournalEntry.Of("filing", filing.Reference, "attach", new(Actor.Product, site.Clock.Now)));
        return await db.SaveChangesAsync();
    });
}
