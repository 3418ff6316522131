using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>Gives the files of notices under addresses that hold their digest: the same content for ever, as long as it may be read.</summary>
internal static class NoticeFiles
{
    public static void MapNoticeFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/notices/{number:int}/files/{digest}/{name}", GiveAsync).Public().ExcludeFromDescription();

    private static async Task<IResult> GiveAsync(int number, string digest, string name, HttpContext http, Db db, Actor actor, FileStore store, CancellationToken stop)
    {
        var held = db.Editions.Where(e => e.Notice.Number == number && e.Files.Any(f => f.File.Digest == digest && f.File.Name == name));
        var isPublic = await held.Readable().AnyAsync(stop);
        if (!isPublic && !await held.VisibleTo(actor).AnyAsync(stop))
        {
            return Results.NotFound();
        }

        var file = await held.SelectMany(e => e.Files).Select(f => f.File).FirstAsync(f => f.Digest == digest && f.Name == name, stop);
        if (!store.Has(file.Digest))
        {
            return Results.NotFound();
        }

        // A day, not for ever: a withdrawn notice must vanish from caches too.
        http.Response.Headers.CacheControl = isPublic ? "public, max-age=86400, immutable" : "private, no-store";
        var isPicture = file.ContentType.StartsWith("image/", StringComparison.Ordinal);
        return Results.File(store.Open(file.Digest), file.ContentType, isPicture ? null : file.Name, file.StoredAt, new EntityTagHeaderValue($"\"{file.Digest}\""), enableRangeProcessing: true);
    }
}
