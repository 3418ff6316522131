using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Tests.Kernel;

namespace Yixiang.Tests.Ledger;

/// <summary>Every move × every role × every state of a batch.</summary>
[MatrixOf("batch")]
public sealed class BatchMatrixTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database, ("Limits:ApiWrites", "0"));
        var cast = await Cast.GatherAsync(site);
        var serial = 0;
        var walk = new Matrix<Batch, BatchState>(site, Batch.Lifecycle)
        {
            Given = async state => await GivenAsync(site, cast, ++serial, state),
            Door = (_, move, batch) => new($"/api/v1/desk/batches/{batch.Number}/{move.Name}", [Role.BureauOfficer], move.InputType == typeof(Nothing) ? new { } : new { text = "逐条核对，不涉密" }),
            Sees = (_, batch) => Task.FromResult(batch.State != BatchState.Discarded),
        };

        var (made, refused) = await walk.WalkAsync(cast.Everybody);

        Assert.True(made >= 9 && refused > 200, $"{made} made, {refused} refused");
    }

    private static async Task<Batch> GivenAsync(Site site, Cast cast, int number, BatchState state)
    {
        var filing = await site.GivenFilingAsync(cast.Unit, World.Microscope($"M{number}"), "submit", "accept");
        return await site.UseAsync(async services =>
        {
            var (db, moves) = (services.GetRequiredService<Db>(), services.GetRequiredService<BatchMoves>());
            var batch = new Batch { Number = number, Title = $"第 {number} 批", DecidedOn = CityTime.DateOf(site.Clock.Now), DecisionNumber = $"市科函〔2026〕{number}号", CreatedAt = site.Clock.Now };
            batch.Items.Add(new() { Position = 1, InstrumentId = filing.InstrumentId!.Value });
            db.Batches.Add(batch);
            db.Record(JournalEntry.Of("batch", batch.Reference, "begin", new(cast.Checker, site.Clock.Now)));
            await db.SaveChangesAsync();
            var way = state == BatchState.Discarded ? [("discard", cast.Officer)] : new[] { ("clear", cast.Checker), ("countersign", cast.Officer), ("publish", cast.Officer) }.Take((int)state);
            foreach (var (move, by) in way)
            {
                await moves.MakeAsync(Batch.Lifecycle.Find(move)!, batch, move is "publish" or "discard" ? new Nothing() : new SecrecyCheck("不涉密"), by, default);
            }

            return batch;
        });
    }
}
