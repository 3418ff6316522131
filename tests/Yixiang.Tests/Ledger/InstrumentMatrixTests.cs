using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Tests.Kernel;

namespace Yixiang.Tests.Ledger;

/// <summary>Every move × every role × every state of an instrument. Nobody moves one by hand: a batch publishes it, the acceptance of an exit filing takes it off.</summary>
[MatrixOf("instrument")]
public sealed class InstrumentMatrixTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database, ("Limits:ApiWrites", "0"));
        var cast = await Cast.GatherAsync(site);
        var (serial, exits) = (0, new Dictionary<long, string>());
        var walk = new Matrix<Instrument, InstrumentState>(site, Instrument.Lifecycle)
        {
            Given = async state =>
            {
                var (instrument, exit) = await GivenAsync(site, cast, ++serial, state);
                exits[instrument.Id] = exit;
                return instrument;
            },
            Door = (_, move, instrument) => move == Instrument.Lifecycle.Publish
                ? new($"/api/v1/desk/batches/{serial}/publish", [Role.BureauOfficer], new { })
                : new($"/api/v1/filings/{exits[instrument.Id]}/accept", [Role.UnitAdministrator, Role.Technician, Role.CountyOfficer, Role.BureauOfficer], new { }),
            Sees = (actor, instrument) => Task.FromResult(actor.Role switch
            {
                Role.UnitAdministrator or Role.Technician => actor.OrganisationId == instrument.OrganisationId,
                Role.CountyOfficer => actor.AreaCode == cast.Unit.AreaCode,
                _ => true,
            }),
            // The filing is refused before the instrument: whoever may not accept is told so of the filing.
            Named = false,
        };

        var (made, refused) = await walk.WalkAsync(cast.Everybody);

        Assert.True(made >= 3 && refused > 60, $"{made} made, {refused} refused");
    }

    /// <summary>An instrument with a countersigned batch that would publish it and a submitted filing that would take it off.</summary>
    private static async Task<(Instrument Instrument, string Exit)> GivenAsync(Site site, Cast cast, int number, InstrumentState state)
    {
        var filed = await site.GivenFilingAsync(cast.Unit, World.Microscope($"M{number}"), "submit", "accept");
        return await site.UseAsync(async services =>
        {
            var (db, gate) = (services.GetRequiredService<Db>(), services.GetRequiredService<FilingMoves>());
            var instrument = await db.Instruments.Include(i => i.Versions).SingleAsync(i => i.Id == filed.InstrumentId);
            var batch = new Batch { Number = number, Title = $"第 {number} 批", DecidedOn = CityTime.DateOf(site.Clock.Now), DecisionNumber = $"市科函〔2026〕{number}号", CreatedAt = site.Clock.Now };
            batch.Items.Add(new() { Position = 1, InstrumentId = instrument.Id });
            db.Batches.Add(batch);
            db.Record(JournalEntry.Of("batch", batch.Reference, "begin", new(cast.Checker, site.Clock.Now)));
            await db.SaveChangesAsync();
            await db.MoveAsync(Batch.Lifecycle.Clear, batch, new SecrecyCheck("不涉密"), cast.Checker, site.Clock.Now);
            await db.MoveAsync(Batch.Lifecycle.Countersign, batch, new SecrecyCheck("不涉密"), cast.Officer, site.Clock.Now);
            var exit = new Filing
            {
                Reference = await db.NextReferenceAsync("F", site.Clock.Now),
                Kind = FilingKind.Exit,
                ResourceKind = instrument.Kind,
                OrganisationId = instrument.OrganisationId,
                AreaCode = cast.Unit.AreaCode,
                CreatedAt = site.Clock.Now,
                CreatedBy = cast.Own.AccountId,
            }.About(instrument);
            gate.Rewrite(exit, instrument.Versions.Single(v => v.Until == null).Particulars(), site.Clock.Now);
            exit.WriteExit(ExitCause.Scrapped, CityTime.DateOf(site.Clock.Now), "报废批文", site.Clock.Now);
            db.Filings.Add(exit);
            db.Record(JournalEntry.Of("filing", exit.Reference, "begin", new(cast.Own, site.Clock.Now)));
            await db.SaveChangesAsync();
            await gate.MakeAsync(Filing.Lifecycle.Submit, exit, new Nothing(), cast.Own);
            if (state != InstrumentState.Accepted)
            {
                // No way of the product leads here with both papers still open, so the row is told where it stands.
                await db.Instruments.Where(i => i.Id == instrument.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, state).SetProperty(i => i.PublishedAt, site.Clock.Now));
            }

            db.ChangeTracker.Clear();
            return (await db.Instruments.AsNoTracking().SingleAsync(i => i.Id == instrument.Id), exit.Reference);
        });
    }
}
