using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Exchange;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Tests.Accounts;

namespace Yixiang.Tests.Exchange;

/// <summary>One act on many filings is one mail to each reader.</summary>
public class GatheredMailTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(61);

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_bulk_acceptance_is_one_mail_to_each_administrator_that_lists_every_filing(string database)
    {
        await using var post = new LocalPost();
        await using var site = await AfterTheRoundAsync(database, post.Settings);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenPersonAsync("zhang@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        var reader = await site.GivenPersonAsync("li@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        await site.QueryAsync(db => db.Accounts.Where(a => a.Id == reader.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.Language, "en")));
        var filings = await SubmittedAsync(site, unit.Id, 3);

        await BulkAsync(site, filings, ("act", "accept"));
        await CarryAsync(site);
        Assert.Empty(post.Arrived);
        site.Clock.Now += Window;
        await CarryAsync(site);

        var mails = post.Arrived.ToDictionary(m => m.To.Mailboxes.Single().Address);
        Assert.Equal((2, 2), (post.Arrived.Count, mails.Count));
        Assert.Equal(("有 3 份报备已通过", "3 filings were accepted"), (mails["zhang@example.cn"].Subject, mails["li@example.cn"].Subject));
        foreach (var filing in filings)
        {
            Assert.Contains($"- {filing.Reference} 场发射扫描电子显微镜：已通过", mails["zhang@example.cn"].TextBody, StringComparison.Ordinal);
            Assert.Contains($"https://yixiang.example.cn/unit/filings/{filing.Reference}", mails["zhang@example.cn"].TextBody, StringComparison.Ordinal);
            Assert.Contains($"<a href=\"https://yixiang.example.cn/en/unit/filings/{filing.Reference}\">{filing.Reference}</a>", mails["li@example.cn"].HtmlBody, StringComparison.Ordinal);
        }

        Assert.Contains("Accepted", mails["li@example.cn"].HtmlBody, StringComparison.Ordinal);
        Assert.False(await site.QueryAsync(db => db.Deliveries.AnyAsync(d => d.Carrier == PostCarrier.CarrierName && d.DoneAt == null)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_bulk_return_says_the_reasons_beside_each_filing(string database)
    {
        await using var site = await AfterTheRoundAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenPersonAsync("zhang@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        var filings = await SubmittedAsync(site, unit.Id, 2);

        await BulkAsync(site, filings, ("act", "return"), ("text", "附件不清楚 <请重传>"));
        await CarryAsync(site);
        site.Clock.Now += Window;
        await CarryAsync(site);

        var mail = await site.QueryAsync(db => db.CaughtMails.SingleAsync());
        Assert.Equal("有 2 份报备被退回", mail.Subject);
        Assert.Equal(2, mail.Text.Split("总体意见：附件不清楚 <请重传>").Length - 1);
        Assert.Contains("附件不清楚 &lt;请重传&gt;", mail.Html, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Several_hands_at_once_send_each_decision_once_and_what_waits_longer_is_in_the_next_mail(string database)
    {
        await using var post = new LocalPost();
        await using var site = await AfterTheRoundAsync(database, post.Settings);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenPersonAsync("zhang@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        var filings = await SubmittedAsync(site, unit.Id, 8);
        await BulkAsync(site, filings, ("act", "accept"));
        await CarryAsync(site);
        site.Clock.Now += Window;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CarryAsync(site))));

        var texts = post.Arrived.Select(m => m.TextBody!).ToList();
        Assert.All(filings, filing => Assert.Single(texts, t => t.Contains($"/unit/filings/{filing.Reference}\r\n", StringComparison.Ordinal) || t.Contains($"/unit/filings/{filing.Reference}\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_busy_mail_server_gets_the_whole_mail_later_and_once()
    {
        await using var post = new LocalPost { Busy = 1 };
        await using var site = await AfterTheRoundAsync("sqlite", post.Settings);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenPersonAsync("zhang@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        await BulkAsync(site, await SubmittedAsync(site, unit.Id, 3), ("act", "accept"));
        await CarryAsync(site);
        site.Clock.Now += Window;
        await CarryAsync(site);
        Assert.Empty(post.Arrived);
        Assert.Equal(3, await site.QueryAsync(db => db.Deliveries.CountAsync(d => d.Carrier == PostCarrier.CarrierName && d.Error != null && d.LeasedUntil == null)));

        site.Clock.Now += TimeSpan.FromMinutes(2);
        await CarryAsync(site);

        Assert.Equal("有 3 份报备已通过", Assert.Single(post.Arrived).Subject);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_crash_between_sending_and_marking_repeats_the_mail_but_loses_no_decision_that_came_meanwhile(string database)
    {
        await using var site = await AfterTheRoundAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenPersonAsync("zhang@example.cn", People.In(Role.UnitAdministrator, unit.Id));
        var filings = await SubmittedAsync(site, unit.Id, 3);
        await BulkAsync(site, [.. filings.Take(2)], ("act", "accept"));
        await CarryAsync(site);
        site.Clock.Now += Window;
        await CarryAsync(site);

        await site.QueryAsync(db => db.Deliveries.Where(d => d.Carrier == PostCarrier.CarrierName).ExecuteUpdateAsync(s => s.SetProperty(d => d.DoneAt, (DateTimeOffset?)null)));
        await CarryAsync(site);
        Assert.Equal(1, await site.QueryAsync(db => db.CaughtMails.CountAsync()));
        await site.QueryAsync(db => db.Deliveries.Where(d => d.Carrier == PostCarrier.CarrierName).ExecuteUpdateAsync(s => s.SetProperty(d => d.DoneAt, (DateTimeOffset?)null).SetProperty(d => d.DueAt, site.Clock.Now + Window)));
        await BulkAsync(site, [filings[2]], ("act", "accept"));
        await CarryAsync(site);
        site.Clock.Now += Window;
        await CarryAsync(site);

        Assert.Equal(["有 2 份报备已通过", "有 3 份报备已通过"], await site.QueryAsync(db => db.CaughtMails.OrderBy(m => m.Id).Select(m => m.Subject).ToListAsync()));
    }

    /// <summary>A site whose round of mails of the day is over: it starts by itself and would send digests among the mails that are looked at.</summary>
    private static async Task<Site> AfterTheRoundAsync(string database, params (string Key, string Value)[] settings)
    {
        var site = await Site.StartAsync(database, settings);
        await site.App.Services.GetRequiredService<Daybook>().OpenAsync(default);
        await CarryAsync(site);
        return site;
    }

    private static async Task<List<Filing>> SubmittedAsync(Site site, long unit, int count)
    {
        var organisation = await site.QueryAsync(db => db.Set<Yixiang.Organisations.Organisation>().SingleAsync(o => o.Id == unit));
        var filings = new List<Filing>();
        for (var i = 1; i <= count; i++)
        {
            filings.Add(await site.GivenFilingAsync(organisation, World.Microscope($"A-{i}"), "submit"));
        }

        return filings;
    }

    private static async Task BulkAsync(Site site, List<Filing> filings, params (string, string)[] act)
    {
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        using var answer = await Site.PostFormAsync(officer, "/desk/filings", "/desk/filings/bulk", [.. act, .. filings.Select(f => ("choice", $"{f.Reference}:{f.Version:N}"))]);
        Assert.Contains($"成功 {filings.Count} 条", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Carries what is due, and waits for what the product's own hands have taken meanwhile.</summary>
    private static async Task CarryAsync(Site site)
    {
        do
        {
            await site.App.Services.GetRequiredService<Courier>().CarryDueAsync(default);
        }
        while (await site.QueryAsync(db => db.Deliveries.AnyAsync(d => d.DoneAt == null && d.FailedAt == null && d.DueAt <= site.Clock.Now)));
    }
}
