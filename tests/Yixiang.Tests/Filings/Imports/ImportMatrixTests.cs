using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Tests.Kernel;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>Every move × every role × every state of an import: one of a unit, and a list of the bureau.</summary>
[MatrixOf("import")]
public sealed class ImportMatrixTests
{
    private static readonly byte[] Csv = Encoding.UTF8.GetBytes("所在单位仪器编号,仪器设备名称,规格型号,原值(万元),所在单位名称\nA1,电镜,X1,136,本单位\n");

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database, ("Limits:ApiWrites", "0"));
        var cast = await Cast.GatherAsync(site);
        foreach (var (unit, stopped) in new[] { ((long?)cast.Unit.Id, false), (cast.Unit.Id, true), (null, false) })
        {
            var walk = new Matrix<Import, ImportState>(site, Import.Lifecycle)
            {
                Given = async state => stopped && state != ImportState.Cancelled ? null : await GivenAsync(site, unit, cast, state, stopped),
                Door = (_, move, import) => move.InputType == typeof(Nothing) ? new($"/api/v1/imports/{import.Reference}/{move.Name}", [Role.UnitAdministrator, Role.BureauOfficer], new { }) : null,
                Sees = (actor, import) => Task.FromResult(new[] { import }.AsQueryable().VisibleTo(actor).Any()),
            };

            var (made, refused) = await walk.WalkAsync(cast.Everybody);

            Assert.True(made >= (stopped ? 1 : 7) && refused > (stopped ? 50 : 400), $"{made} made, {refused} refused");
        }
    }

    /// <summary>The state is told to the row itself: were it reached by moves, the product's own job would lead it on meanwhile.</summary>
    private static Task<Import> GivenAsync(Site site, long? unit, Cast cast, ImportState state, bool stopped) => site.UseAsync(async services =>
    {
        var (db, desk) = (services.GetRequiredService<Db>(), services.GetRequiredService<ImportDesk>());
        var begun = await desk.BeginAsync(new MemoryStream(Csv), "list.csv", unit, unit is null ? new("市科函〔2026〕1号") : null, unit is null ? cast.Officer : cast.Own);
        await db.Imports.Where(i => i.Id == begun.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, state).SetProperty(i => i.StoppedWhileApplying, stopped));
        await db.Imports.Where(i => i.Id == begun.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Counts.Rows, 1).SetProperty(i => i.Counts.Accepted, 1));
        return await db.Imports.AsNoTracking().SingleAsync(i => i.Id == begun.Id);
    });
}
