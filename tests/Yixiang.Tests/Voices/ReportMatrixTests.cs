using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using Yixiang.Tests.Kernel;
using Yixiang.Tests.Ledger;
using Yixiang.Voices;

namespace Yixiang.Tests.Voices;

/// <summary>Every move × every role × every state of what the public reported.</summary>
[MatrixOf("problemreport")]
public sealed class ReportMatrixTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database, ("Limits:ApiWrites", "0"));
        var cast = await Cast.GatherAsync(site);
        await site.GivenBatchAsync(cast.Unit, World.Microscope("R1"));
        var walk = new Matrix<ProblemReport, ReportState>(site, ProblemReport.Lifecycle)
        {
            Given = async state => await GivenAsync(site, cast, state),
            Door = (_, move, report) => new(
                $"/api/v1/reports/{report.Reference}/{move.Name}", [Role.UnitAdministrator, Role.CountyOfficer, Role.BureauOfficer],
                move.InputType == typeof(Forwarding) ? new { note = "请核实" } : move.InputType == typeof(Nothing) ? new { } : new { text = "已更换值班电话。" }),
            Sees = (actor, report) => Task.FromResult(new[] { report }.AsQueryable().VisibleTo(actor).Any()),
        };

        var (made, refused) = await walk.WalkAsync(cast.Everybody);

        Assert.True(made >= 20 && refused > 300, $"{made} made, {refused} refused");
    }

    private static Task<ProblemReport> GivenAsync(Site site, Cast cast, ReportState state) => site.UseAsync(async services =>
    {
        var (db, reports) = (services.GetRequiredService<Db>(), services.GetRequiredService<Reports>());
        var (report, _) = await reports.ReceiveAsync((await reports.InstrumentAsync("JZ-000001", default))!, new("other", "电话三天无人接听", null, false), default);
        (string Move, object Input)[] path = state switch
        {
            ReportState.Received => [],
            ReportState.Forwarded => [("forward", new Forwarding("请核实"))],
            ReportState.Answered => [("forward", new Forwarding("请核实")), ("answer", new ReportAnswer("已更换值班电话。"))],
            ReportState.Unfounded => [("dismiss", new Reason("情况不实"))],
            ReportState.Closed => [("answer", new ReportAnswer("已更换值班电话。")), ("close", new Nothing())],
        };
        foreach (var (move, input) in path)
        {
            // Two acts of one moment would owe one mail.
            site.Clock.Now = site.Clock.Now.AddSeconds(1);
            await reports.MakeAsync(ProblemReport.Lifecycle.Find(move)!, report, input, cast.Officer, default);
        }

        site.Clock.Now = site.Clock.Now.AddSeconds(1);
        return await db.ProblemReports.AsNoTracking().SingleAsync(r => r.Id == report.Id);
    });
}
