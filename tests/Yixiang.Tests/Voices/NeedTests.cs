using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Exchange;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Accounts;
using Yixiang.Tests.Ledger;
using Yixiang.Voices;

namespace Yixiang.Tests.Voices;

/// <summary>What somebody wants measured and did not find (A13).</summary>
public sealed class NeedTests
{
    private const string Mail = "asker@example.cn";
    private const string What = "测水里的重金属";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_need_is_posted_matched_from_the_search_shown_to_the_unit_and_answered_with_instruments(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, World.Microscope(), World.Microscope("P1").With(Fields.Name, "电感耦合等离子体质谱仪").With(Fields.ClassCode, "010202"));
        await site.CatchUpAsync();
        var account = await site.GivenPersonAsync("unit@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        await CarryAsync(site);
        var (visitor, officer, administrator) = (site.Visitor(), site.As(await site.GivenActorAsync(Role.BureauOfficer)), site.As(new(account.Id, account.DisplayName, Role.UnitAdministrator, unit.Id)));
        Assert.Contains($"/needs/new?q={Uri.EscapeDataString("量子纠缠仪")}", await visitor.GetStringAsync($"/instruments?q={Uri.EscapeDataString("量子纠缠仪")}&area=140721"), StringComparison.Ordinal);

        var form = await PageForm.OpenAsync(visitor, $"/needs/new?q={Uri.EscapeDataString(What)}", "main form[method=post]");
        Assert.Equal(What, form["what"]);
        (form["sample"], form["wantedBy"]) = ("canary-sample", "2026-03-01");
        var wrong = await PageForm.OfAsync(visitor, await form.PressAsync(), "main form[method=post]");
        Assert.All(["wantedBy-error", "contact-error"], id => Assert.NotNull(wrong.Page.GetElementById(id)));
        (wrong["wantedBy"], wrong["contact"], wrong["consent"]) = ("2026-04-30", Mail, "true");
        var receipt = (await wrong.PressAsync()).Headers.Location!.OriginalString;
        Assert.Matches("^/needs/[0-9a-f]{32}$", receipt);
        Assert.DoesNotContain("canary", await visitor.GetStringAsync(receipt), StringComparison.Ordinal);
        Assert.Empty(await site.TracesOfAsync(database, Mail));

        var match = await PageForm.OpenAsync(officer, "/desk/needs/N2026-000001", "form[action*='move=match']");
        Assert.Equal("JZ-000002", match["instrument"]);
        Assert.Equal(HttpStatusCode.Redirect, (await match.PressAsync()).StatusCode);
        match["instrument"] = "JZ-000009";
        Assert.Contains("现行台账中没有 JZ-000009", await (await match.PressAsync()).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary-sample", await administrator.GetStringAsync("/unit/needs"), StringComparison.Ordinal);
        await (await PageForm.OpenAsync(officer, "/desk/needs/N2026-000001", "form[action*='move=forward']")).PressAsync();
        await CarryAsync(site);
        var seen = await administrator.GetStringAsync("/unit/needs");
        Assert.Contains("canary-sample", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(Mail, seen, StringComparison.Ordinal);
        var answer = await PageForm.OpenAsync(officer, "/desk/needs/N2026-000001", "form[action*='move=answer']");
        answer["text"] = "这台仪器可以做。";
        Assert.Equal(HttpStatusCode.Redirect, (await answer.PressAsync()).StatusCode);
        await CarryAsync(site);

        var read = await visitor.GetStringAsync(receipt);
        Assert.Contains("这台仪器可以做。", read, StringComparison.Ordinal);
        Assert.Contains("href=\"/instruments/JZ-000002\"", read, StringComparison.Ordinal);
        var mails = await site.QueryAsync(db => db.CaughtMails.OrderBy(m => m.Id).ToListAsync());
        Assert.Equal(["unit@example.cn", Mail], mails.Select(m => m.To));
        Assert.DoesNotContain("canary", mails[0].Text, StringComparison.Ordinal);
        Assert.Contains("JZ-000002", mails[1].Text, StringComparison.Ordinal);
        Assert.Contains(receipt, mails[1].Text, StringComparison.Ordinal);
        Assert.Equal(["receive", "match", "forward", "answer"], await site.JournalOfAsync("need", "N2026-000001"));
        Assert.Contains("N2026-000001", await officer.GetStringAsync("/desk/needs/export/csv?state=Answered"), StringComparison.Ordinal);
        Assert.DoesNotContain(Mail, await officer.GetStringAsync("/desk/needs/export/csv"), StringComparison.Ordinal);
        Assert.DoesNotContain("/desk/needs/N2026-000001", await officer.GetStringAsync("/desk/needs?state=late"), StringComparison.Ordinal);

        site.Clock.Now += TimeSpan.FromDays(91);
        await site.App.Services.GetRequiredService<Sweeper>().SweepAsync(default);
        await CarryAsync(site);
        Assert.Null(await site.QueryAsync(db => db.Needs.Select(n => n.Secret).SingleAsync()));
        Assert.Equal(0, await site.QueryAsync(db => db.CaughtMails.CountAsync(m => m.To == Mail)));
    }

    private static async Task CarryAsync(Site site)
    {
        do
        {
            await site.App.Services.GetRequiredService<Courier>().CarryDueAsync(default);
        }
        while (await site.QueryAsync(db => db.Deliveries.AnyAsync(d => d.DoneAt == null && d.FailedAt == null && d.DueAt <= site.Clock.Now)));
    }
}
