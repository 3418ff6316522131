using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Desk;

/// <summary>Files for those who work with the ledger: a batch before it is published, its decision, and the national form, which carries contacts.</summary>
internal static class DeskFiles
{
    public static void MapDeskFiles(this IEndpointRouteBuilder app)
    {
        var bureau = app.MapGroup("/desk").For(Role.BureauOfficer).ExcludeFromDescription();
        bureau.MapGet("/batches/{number:int}/decision", DecisionAsync);
        bureau.MapGet("/batches/{number:int}/list.{format:regex(^(xlsx|csv)$)}", ListAsync);
        bureau.MapGet("/batches/{number:int}/national.xlsx", NationalOfBatchAsync);
        bureau.MapGet("/ledger/national.xlsx", (Db db, NationalForm form) => National(form, db.LedgerNow().OrderBy(l => l.Instrument.Reference), T("ledger.national-name")));
        app.MapGet("/unit/ledger/national.xlsx", (Db db, NationalForm form, Actor actor) =>
                National(form, Own(db, actor), T("ledger.national-name")))
            .For(Role.UnitAdministrator).ExcludeFromDescription();
    }

    private static async Task<IResult> DecisionAsync(int number, Db db, FileStore files, CancellationToken stop)
    {
        var batches = db.StandingBatches;
        var file = await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => batches.Any(b => b.Number == number && b.DecisionFileId == f.Id), stop);
        return file is null || !files.Has(file.Digest) ? Results.NotFound() : Results.File(files.Open(file.Digest), file.ContentType, file.Name);
    }

    private static async Task<IResult> ListAsync(int number, string format, Db db, Annex annex, CityPack pack, PdfFont font, CancellationToken stop)
    {
        if (await db.StandingBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Number == number, stop) is not { } batch)
        {
            return Results.NotFound();
        }

        var heading = new TableHeading(pack.City.ListTitle.ToString(), $"{batch.Title} · {T(batch.State)}", batch.DecisionNumber);
        return Download.Of(Annex.Full, Enum.Parse<SheetFormat>(format, ignoreCase: true), $"{batch.Title} {T(batch.State)}", annex.OfBatchAsync(batch.Id), heading, font);
    }

    private static async Task<IResult> NationalOfBatchAsync(int number, Db db, NationalForm form, CancellationToken stop) =>
        await db.StandingBatches.AsNoTracking().SingleOrDefaultAsync(b => b.Number == number, stop) is { } batch
            ? National(form, db.LinesOf(batch.Id), $"{T("ledger.national-name")} {batch.Title}")
            : Results.NotFound();

    /// <summary>What the unit has on the ledger, published or not.</summary>
    private static IQueryable<LedgerLine> Own(Db db, Actor actor) =>
        from i in db.Instruments.AsNoTracking()
        where i.OrganisationId == actor.OrganisationId && i.State != InstrumentState.Exited
        join v in db.InstrumentVersions on i.Id equals v.InstrumentId
        where v.Until == null
        join o in db.Organisations on i.OrganisationId equals o.Id
        orderby i.Reference
        select new LedgerLine { Instrument = i, Version = v, Organisation = o };

    private static Download National(NationalForm form, IQueryable<LedgerLine> lines, string name) =>
        new($"{name}.xlsx", Download.ContentType(SheetFormat.Xlsx), (stream, stop) =>
            form.WriteAsync(stream, lines.Where(l => NationalForm.Kinds.Contains(l.Instrument.Kind)).AsAsyncEnumerable().Select(l => (l.Instrument.Reference, l.Version)), stop));
}
