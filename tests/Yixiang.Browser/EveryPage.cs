using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Province;
using Yixiang.Tests.Rules;
using Yixiang.Voices;

namespace Yixiang.Tests.Browser;

/// <summary>Every page of the product as every kind of person who may open it first would see it: in both languages, at a desk and on a phone.</summary>
public sealed class EveryPage(Chromium chromium)
{
    public static TheoryData<bool, bool> Ways => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    [Theory, MemberData(nameof(Ways))]
    public async Task Every_page_is_accessible_fits_the_screen_and_obeys_its_own_content_policy(bool english, bool phone)
    {
        await using var visit = await Visit.StartAsync(chromium);
        var unit = await visit.Site.GivenOrganisationAsync();
        var filing = await visit.Site.GivenFilingAsync(unit, null, "submit", "accept");
        await visit.Site.GivenBatchAsync(1, filing.InstrumentId!.Value);
        var waiting = await visit.Site.GivenFilingAsync(unit, World.Microscope("A-2"), "submit");
        var draft = await visit.Site.GivenFilingAsync(unit, World.Microscope("A-3").With(Instruments.Fields.Function, null));
        var spoken = await SpeakAsync(visit.Site);
        await RecommendAsync(visit.Site);
        var doors = (await Doors.OfAsync(visit.Site)).Where(d => d is { IsPage: true, IsApi: false }).ToList();
        var eyes = (phone ? Eyes.Phone : Eyes.Desk) with { English = english };
        var faults = new List<string>();
        var seen = 0;
        foreach (var group in doors.GroupBy(Visitor))
        {
            var actor = group.Key == Role.Visitor ? null : await visit.Site.GivenActorAsync(group.Key, group.Key is Role.UnitAdministrator or Role.User or Role.Technician ? unit.Id : null, group.Key == Role.CountyOfficer ? unit.AreaCode : null);
            var page = await visit.PersonAsync(actor, eyes);
            foreach (var address in group.SelectMany(d => Addresses(d, unit, spoken, draft.Reference, waiting.Reference)).Distinct())
            {
                var answer = await OpenAsync(page, (english ? "/en" : "") + address);
                if (answer is null)
                {
                    continue;
                }

                seen++;
                faults.AddRange((await Axe.FaultsAsync(page)).Select(f => $"{address} ({group.Key}): {f}"));
                faults.AddRange(await Axe.SticksOutAsync(page) ? [$"{address} ({group.Key}): wider than the screen"] : []);
                faults.AddRange(answer.Status >= 500 ? [$"{address} ({group.Key}): {answer.Status}"] : []);
            }
        }

        Assert.True(seen > 2, "No page was seen.");
        Assert.True(faults.Count == 0, string.Join('\n', faults.Distinct()));
        Assert.Empty(visit.Complaints);
    }

    /// <summary>A report that waits for the unit and a need that was answered; gives the codes of their receipts.</summary>
    private static async Task<(string Report, string Need)> SpeakAsync(Site site)
    {
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        return await site.UseAsync(async services =>
        {
            var (reports, needs) = (services.GetRequiredService<Reports>(), services.GetRequiredService<Needs>());
            var (report, reportCode) = await reports.ReceiveAsync((await reports.InstrumentAsync("JZ-000001", default))!, new("wrong-data", "型号与铭牌不一致", "reader@example.cn", true), default);
            await reports.MakeAsync(ProblemReport.Lifecycle.Forward, report, new Forwarding("请核对"), officer, default);
            var (posted, needCode) = await needs.ReceiveAsync(new("测水里的重金属", "井水", "3 个样", null, null, null, "reader@example.cn", true), default);
            var need = (await needs.FindAsync(posted.Reference, officer, default))!;
            await needs.MakeAsync(Need.Lifecycle.Match, need, new NeedInstrument("JZ-000001"), officer, default);
            return (reportCode, needCode);
        });
    }

    /// <summary>An instrument that is with the province, and an answer with a good row and wrong ones that waits to be taken.</summary>
    private static async Task RecommendAsync(Site site)
    {
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        await site.UseAsync(async services =>
        {
            var recommendations = services.GetRequiredService<Recommendations>();
            await recommendations.ProposeAsync(["JZ-000001"], officer, default);
            await recommendations.SendAsync(officer, default);
            using var sheet = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("仪器编号,结果,省平台编号,网址,原因\nJZ-000001,通过,SX-1,https://province.example.cn/instruments/1,\nJZ-000009,通过,SX-2,,\n,不通过,,,"));
            return await services.GetRequiredService<Receipts>().ReceiveAsync("省平台回执.csv", sheet, officer, default);
        });
    }

    /// <summary>The first who may come in: the public where it may, else the unit, else an officer.</summary>
    private static Role Visitor(Door door) =>
        new[] { Role.Visitor, Role.UnitAdministrator, Role.BureauOfficer, Role.CountyOfficer, Role.SystemAdministrator, Role.SecurityAdministrator, Role.Auditor }.Cast<Role?>()
            .FirstOrDefault(r => door.Roles.Contains(r!.Value)) ?? door.Roles[0];

    private static IEnumerable<string> Addresses(Door door, Organisation unit, (string Report, string Need) spoken, params string[] filings) =>
        filings.Select(filing => door.Address(name => name switch
        {
            "organisation" => unit.Reference,
            "reference" when door.Route.Contains("instruments", StringComparison.Ordinal) => "JZ-000001",
            "reference" when door.Route.Contains("filings", StringComparison.Ordinal) => filing,
            "reference" when door.Route.Contains("reports", StringComparison.Ordinal) => "R2026-000001",
            "reference" when door.Route.Contains("needs", StringComparison.Ordinal) => "N2026-000001",
            "reference" when door.Route.Contains("province/receipts", StringComparison.Ordinal) => "A2026-000001",
            "reference" when door.Route.Contains("province", StringComparison.Ordinal) => "P2026-000001",
            "code" when door.Route.StartsWith("/reports", StringComparison.Ordinal) => spoken.Report,
            "code" when door.Route.StartsWith("/needs", StringComparison.Ordinal) => spoken.Need,
            "code" => door.Route.Contains("classes", StringComparison.Ordinal) ? "010102" : unit.AreaCode,
            _ => "1",
        })).SelectMany(a => a switch
        {
            "/compare" => [a, "/compare?i=JZ-000001,JZ-000009", "/compare?i=JZ-1,JZ-2,JZ-3,JZ-000001,JZ-000002&only=1"],
            "/instruments/JZ-000001" => [a, a + "?a1=3&a2=x"],
            "/favourites" => [a, "/favourites?i=JZ-000001,JZ-000009"],
            "/statistics" => [a, a + "?asOf=2026-03-01", a + "?measure=users", a + "?measure=response-time", a + "?measure=external-share&by=area"],
            "/reports" => [a, a + "?code=0123"],
            _ => (string[])[a],
        });

    /// <summary>A page that turns out to be a download has no looks to check.</summary>
    private static async Task<IResponse?> OpenAsync(IPage page, string address)
    {
        try
        {
            var answer = await page.GotoAsync(address);
            return answer?.Headers.GetValueOrDefault("content-type", "").StartsWith("text/html", StringComparison.Ordinal) == true ? answer : null;
        }
        catch (PlaywrightException error) when (error.Message.Contains("Download is starting", StringComparison.Ordinal) || error.Message.Contains("ERR_ABORTED", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
