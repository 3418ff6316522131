using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Filings;

internal static class PaperFiles
{
    /// <summary>Gives a paper to those who may see its filing; pictures are shown, everything else is only saved.</summary>
    public static void MapPaperFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/filings/{reference}/files/{id:long}", async (string reference, long id, Db db, Actor actor, FileStore store, CancellationToken stop) =>
        {
            var file = await db.Filings.AsNoTracking().VisibleTo(actor).Where(f => f.Reference == reference)
                .SelectMany(f => f.Attachments).Where(a => a.Id == id).Select(a => a.File).SingleOrDefaultAsync(stop);
            if (file is null || !store.Has(file.Digest))
            {
                return Results.NotFound();
            }

            var picture = file.ContentType.StartsWith("image/", StringComparison.Ordinal);
            return Results.File(store.Open(file.Digest), file.ContentType, picture ? null : file.Name, file.StoredAt, enableRangeProcessing: true);
        }).For(Role.UnitAdministrator, Role.Technician, Role.CountyOfficer, Role.BureauOfficer).ExcludeFromDescription();
}
