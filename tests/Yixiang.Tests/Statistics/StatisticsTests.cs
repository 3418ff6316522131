using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Tests.Accounts;
using Yixiang.Tests.Ledger;
using Yixiang.Tests.Sheets;
using Yixiang.Voices;

namespace Yixiang.Tests.Statistics;

/// <summary>The public figures beyond the ledger's own counts: shares, users, response times, and what is not told.</summary>
public sealed class StatisticsTests
{
    private const string Root = "/api/v1/statistics";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_external_share_divides_the_sums_of_what_filed_both(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), World.Microscope("A1"), World.Microscope("A2").With(Fields.RunHours, "500").With(Fields.ServiceHours, "250"));
        await site.GivenBatchAsync(await site.GivenOrganisationAsync("太谷检测所", "140703"), World.Microscope("B1").With(Fields.Area, "140703").With(Fields.RunHours, "1000").With(Fields.ServiceHours, "0"));
        await site.CatchUpAsync();
        var visitor = site.Visitor();

        var share = (await visitor.GetFromJsonAsync<JsonObject>($"{Root}/external-share?by=area"))!;
        var page = await visitor.GetStringAsync("/statistics?measure=external-share&by=area");
        var file = WritingTable.ReadWorkbook(new(await visitor.GetByteArrayAsync("/statistics/area.xlsx?measure=external-share"))).Skip(3).ToList();

        Assert.Equal((183333, "1（即 100%）"), ((int)((decimal)share["whole"]!["number"]! * 1_000_000), (string)share["unit"]!));
        Assert.Equal([("140702", 0.275m, 2), ("140703", 0m, 1)], share["by"]!["area"]!.AsArray().Select(d => ((string)d!["code"]!, (decimal)d["number"]!, (int)d["of"]!)));
        Assert.Equal(["area"], share["by"]!.AsObject().Select(g => g.Key));
        Assert.Contains("<b>18.3%</b>", page, StringComparison.Ordinal);
        Assert.Contains("27.5%", page, StringComparison.Ordinal);
        Assert.Contains("aria-current=\"page\"><b>18.3%", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"by-class\"", page, StringComparison.Ordinal);
        Assert.Contains(file, row => (string?)row[0] == "榆次区" && (double)row[11]! == 27.5);
        Assert.Contains("Year", await visitor.GetStringAsync("/en/statistics?measure=service-hours"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"{Root}/weather")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync($"{Root}/users?by=class")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.GetAsync($"{Root}/users?colour=red")).StatusCode);
        Assert.Contains("<span class=\"code\">measure</span>", await visitor.GetStringAsync("/statistics?measure=weather"), StringComparison.Ordinal);
        Assert.Equal(10, (await visitor.GetFromJsonAsync<JsonArray>(Root))!.Count);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Small_numbers_of_users_are_told_nowhere(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (large, middle, small) = (await site.GivenOrganisationAsync(), await site.GivenOrganisationAsync("太谷检测所", "140703"), await site.GivenOrganisationAsync("祁县检测所", "140727"));
        await site.GivenBatchAsync(large, World.Microscope("A1"));
        await site.CatchUpAsync();
        var before = (await NumberAsync(site.Visitor(), "users")).Whole;
        foreach (var (unit, count) in new[] { (large, 9), (middle, 6), (small, 2) })
        {
            for (var i = 0; i < count; i++)
            {
                await site.GivenPersonAsync($"{unit.AreaCode}-{i}@example.cn", People.In(Role.User, unit.Id));
            }
        }

        await site.GivenPersonAsync("bureau@example.cn", People.In(Role.BureauOfficer));
        var visitor = site.Visitor();
        var sameMonth = await NumberAsync(visitor, "users");
        site.Clock.Now = new(2026, 4, 2, 1, 0, 0, TimeSpan.Zero);
        var (day, whole, areas) = await NumberAsync(visitor, "users");

        // Until a month has ended nobody who came in it is counted.
        Assert.Equal((new(2026, 2, 28), before), (sameMonth.Day, sameMonth.Whole));
        Assert.Equal(new(2026, 3, 31), day);
        // Those who filed and cleared the batch have accounts too, without an organisation: fewer than five.
        Assert.InRange(whole!.Value - (9 + 6 + 2), 1, 4);
        Assert.Equal((null, "too-small"), areas[""]);
        Assert.Equal((9, null), areas["140702"]);
        Assert.Equal((null, "too-small"), areas["140727"]);
        Assert.Equal((null, "held-back"), areas["140703"]);
        var page = await visitor.GetStringAsync("/statistics?measure=users&by=area");
        Assert.Contains("&lt;5", page, StringComparison.Ordinal);
        Assert.Contains("隐去", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-value=\"2\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-value=\"6\"", page, StringComparison.Ordinal);
        var csv = Encoding.UTF8.GetString(await visitor.GetByteArrayAsync("/statistics/area.csv?measure=users"));
        Assert.Contains("祁县,,<5", csv, StringComparison.Ordinal);
        Assert.Contains(WritingTable.ReadWorkbook(new(await visitor.GetByteArrayAsync("/en/statistics/area.xlsx?measure=users"))), row => (string?)row[0] == "Qixian County" && row[1] is null && (string?)row[2] == "<5");
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/statistics/organisation.csv?measure=users")).StatusCode);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_response_time_is_that_of_the_units_own_first_answers_and_told_from_three_on(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope());
        await site.CatchUpAsync();
        var visitor = site.Visitor();

        // 2026-03-20 is a Friday: one working day, the same day, and after the weekend three.
        await AnsweredAsync(site, unit, daysLater: 3);
        await AnsweredAsync(site, unit, daysLater: 0);
        var (_, untold, _) = await NumberAsync(visitor, "response-time");
        var tooFew = await visitor.GetStringAsync("/organisations/" + unit.Reference);
        var asked = site.Clock.Now;
        await AnsweredAsync(site, unit, daysLater: 5);
        var byOfficer = await ReportedAsync(site, unit);
        await MoveAsync(site, byOfficer, ProblemReport.Lifecycle.Answer, new ReportAnswer("已向单位核实。"), await site.GivenActorAsync(Role.BureauOfficer));
        site.Clock.Now = site.Clock.Now.AddDays(30);

        var (_, whole, areas) = await NumberAsync(visitor, "response-time");
        var view = (await visitor.GetFromJsonAsync<JsonObject>($"/api/v1/organisations/{unit.Reference}/response-time"))!;
        Assert.Null(untold);
        Assert.DoesNotContain("id=\"response-time\"", tooFew, StringComparison.Ordinal);
        Assert.Equal(1, whole);
        Assert.Equal((1, null), areas["140702"]);
        Assert.Equal((1m, 3), ((decimal)view["medianWorkingDays"]!, (int)view["answers"]!));
        Assert.Equal(CityTime.Show(CityTime.DateOf(asked.AddDays(5))), (string)view["to"]!);
        await site.CatchUpAsync();
        Assert.Contains("id=\"response-time\"", await visitor.GetStringAsync($"/organisations/{unit.Reference}?fresh=1"), StringComparison.Ordinal);
        Assert.Contains("1 个工作日", await visitor.GetStringAsync("/instruments/JZ-000001?fresh=1"), StringComparison.Ordinal);
        Assert.Contains("1 working day", await visitor.GetStringAsync("/en/instruments/JZ-000001?fresh=1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_median_lies_in_the_middle()
    {
        Assert.Equal(2, ResponseTime.MedianOf([9, 0, 2]));
        Assert.Equal(2.5m, ResponseTime.MedianOf([9, 0, 2, 3]));
        Assert.Throws<ArgumentException>(() => ResponseTime.MedianOf([]));
    }

    private static async Task<(DateOnly Day, decimal? Whole, Dictionary<string, (decimal? Number, string? Withheld)> Areas)> NumberAsync(HttpClient visitor, string measure)
    {
        var view = (await visitor.GetFromJsonAsync<JsonObject>($"{Root}/{measure}?by=area"))!;
        return (DateOnly.Parse((string)view["day"]!), (decimal?)view["whole"]!["number"], view["by"]!["area"]!.AsArray().ToDictionary(d => (string)d!["code"]!, d => ((decimal?)d!["number"], (string?)d["withheld"])));
    }

    private static async Task<string> ReportedAsync(Site site, Organisation unit)
    {
        var reference = await site.UseAsync(async services =>
        {
            var reports = services.GetRequiredService<Reports>();
            return (await reports.ReceiveAsync((await reports.InstrumentAsync("JZ-000001", default))!, new("other", "请问何时开放？"), default)).Report.Reference;
        });
        await MoveAsync(site, reference, ProblemReport.Lifecycle.Forward, new Forwarding(null), await site.GivenActorAsync(Role.BureauOfficer));
        return reference;
    }

    /// <summary>Answered so many days after it was put to the unit; asked again and answered a second time, which changes nothing.</summary>
    private static async Task AnsweredAsync(Site site, Organisation unit, int daysLater)
    {
        var began = site.Clock.Now;
        var (administrator, officer) = (await site.GivenActorAsync(Role.UnitAdministrator, unit.Id), await site.GivenActorAsync(Role.BureauOfficer));
        var reference = await ReportedAsync(site, unit);
        site.Clock.Now = began.AddDays(daysLater);
        await MoveAsync(site, reference, ProblemReport.Lifecycle.Answer, new ReportAnswer("请来电预约。"), administrator);
        site.Clock.Now = began.AddDays(daysLater + 10);
        await MoveAsync(site, reference, ProblemReport.Lifecycle.Reopen, new Reason("请说明时间。"), officer);
        await MoveAsync(site, reference, ProblemReport.Lifecycle.Answer, new ReportAnswer("每周二开放。"), administrator);
        site.Clock.Now = began;
    }

    private static Task<bool> MoveAsync(Site site, string reference, Lifecycle<ProblemReport, ReportState>.Move move, object input, Actor actor) => site.UseAsync(async services =>
    {
        var db = services.GetRequiredService<Db>();
        var report = db.ProblemReports.Single(r => r.Reference == reference);
        await services.GetRequiredService<Reports>().MakeAsync(move, report, input, actor, default);
        return true;
    });
}
