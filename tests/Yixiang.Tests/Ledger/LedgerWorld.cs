using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;

namespace Yixiang.Tests.Ledger;

/// <summary>Instruments on the ledger, by the very ways by which they get there.</summary>
internal static class LedgerWorld
{
    /// <summary>Files, accepts and publishes instruments as one batch.</summary>
    public static async Task<Batch> GivenBatchAsync(this Site site, Organisation organisation, params Particulars[] instruments)
    {
        foreach (var particulars in instruments)
        {
            await site.GivenFilingAsync(organisation, particulars, "submit", "accept");
        }

        return await site.GivenBatchOfWaitingAsync();
    }

    public static async Task<Batch> GivenBatchOfWaitingAsync(this Site site)
    {
        var first = await site.GivenActorAsync(Role.BureauOfficer, name: "甲");
        var second = await site.GivenActorAsync(Role.BureauOfficer, name: "乙");
        return await site.UseAsync(async services =>
        {
            var (drafts, moves) = (services.GetRequiredService<BatchDrafts>(), services.GetRequiredService<BatchMoves>());
            var batch = await drafts.BeginAsync(new(drafts.TitleOf(await drafts.NextNumberAsync(default)), CityTime.DateOf(site.Clock.Now), "市科函〔2023〕5号"), first, default);
            await drafts.PutAsync(batch, null, first, default);
            await moves.MakeAsync(Batch.Lifecycle.Clear, batch, new SecrecyCheck("逐条核对"), first, default);
            await moves.MakeAsync(Batch.Lifecycle.Countersign, batch, new SecrecyCheck("复核无误"), second, default);
            await moves.MakeAsync(Batch.Lifecycle.Publish, batch, new Nothing(), first, default);
            return batch;
        });
    }

    /// <summary>A change or exit filing of a published instrument, accepted.</summary>
    public static async Task GivenChangeAsync(this Site site, string reference, Func<Particulars, Particulars> change)
    {
        await site.FileAsync(reference, FilingKind.Change, (filing, gate, now) => gate.Rewrite(filing, change(filing.Particulars()), now));
    }

    public static Task GivenExitAsync(this Site site, string reference, ExitCause cause = ExitCause.Scrapped) =>
        site.FileAsync(reference, FilingKind.Exit, (filing, _, now) => filing.WriteExit(cause, CityTime.DateOf(now), "附件为报废批文", now));

    public static Task CatchUpAsync(this Site site) => site.App.Services.GetRequiredService<LedgerFeed>().CatchUpAsync(TestContext.Current.CancellationToken);

    public static Task<string[]> ReferencesAsync(this Site site) => site.QueryAsync(db => db.Instruments.OrderBy(i => i.Reference).Select(i => i.Reference).ToArrayAsync());

    private static async Task FileAsync(this Site site, string reference, FilingKind kind, Action<Filing, FilingMoves, DateTimeOffset> write)
    {
        var (unit, officer) = (await site.GivenActorAsync(Role.UnitAdministrator), await site.GivenActorAsync(Role.BureauOfficer));
        await site.UseAsync(async services =>
        {
            var (db, gate) = (services.GetRequiredService<Db>(), services.GetRequiredService<FilingMoves>());
            var instrument = await db.Instruments.Include(i => i.Versions).SingleAsync(i => i.Reference == reference);
            unit = unit with { OrganisationId = instrument.OrganisationId };
            var filing = new Filing
            {
                Reference = await db.NextReferenceAsync("F", site.Clock.Now),
                Kind = kind,
                ResourceKind = instrument.Kind,
                OrganisationId = instrument.OrganisationId,
                AreaCode = "140702",
                CreatedAt = site.Clock.Now,
                CreatedBy = unit.AccountId,
            }.About(instrument);
            gate.Rewrite(filing, instrument.Versions.Single(v => v.Until == null).Particulars(), site.Clock.Now);
            write(filing, gate, site.Clock.Now);
            db.Filings.Add(filing);
            db.Record(JournalEntry.Of("filing", filing.Reference, "begin", new(unit, site.Clock.Now)));
            await db.SaveChangesAsync();
            await gate.MakeAsync(Filing.Lifecycle.Submit, filing, new Nothing(), unit);
            await gate.MakeAsync(Filing.Lifecycle.Accept, filing, new Nothing(), officer);
            return filing;
        });
    }
}
