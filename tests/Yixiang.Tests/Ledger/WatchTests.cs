using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Exchange;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Watching;
using Yixiang.Tests.Accounts;
using Yixiang.Tests.Exchange;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Ledger;

/// <summary>Saved searches and what they tell, and favourites that only the browser knows.</summary>
public sealed partial class WatchTests
{
    private static readonly string Search = $"/account/searches/new?q={Uri.EscapeDataString("质谱")}&area=140702";

    private static Particulars Plasma(string number) => World.Microscope(number).With(Fields.Name, "电感耦合等离子体质谱仪").With(Fields.ClassCode, "010202");

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_saved_search_tells_of_every_new_publication_once_and_of_nothing_else(string database)
    {
        await using var post = new LocalPost();
        await using var site = await Site.StartAsync(database, post.Settings);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, Plasma("OLD"));
        await site.CatchUpAsync();
        var reader = await ReaderAsync(site, "li@example.cn");
        Assert.Contains(Search[..24], await site.Visitor().GetStringAsync($"/instruments?q={Uri.EscapeDataString("质谱")}&area=140702"), StringComparison.Ordinal);
        Assert.Equal("/sign-in", (await site.Visitor().GetAsync(Search)).Headers.Location!.AbsolutePath);

        var form = await PageForm.OpenAsync(reader, Search + "&page=2&sort=name", "main form[method=post]");
        Assert.Equal("质谱、榆次区", form["name"]);
        form["name"] = "榆次的质谱";
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync()).StatusCode);
        Assert.Contains("现有 1 台（套）符合", await reader.GetStringAsync("/account/searches"), StringComparison.Ordinal);
        Assert.Equal($"?q={Uri.EscapeDataString("质谱")}&area=140702", await site.QueryAsync(db => db.SavedSearches.Select(s => s.Address).SingleAsync()));

        site.Clock.Now += TimeSpan.FromHours(1);
        await site.GivenBatchAsync(unit, Plasma("NEW"), World.Microscope("OTHER"));
        await site.CatchUpAsync();
        await RoundAsync(site);
        Assert.Empty(post.Arrived);
        site.Clock.Now = CityTime.BeginningOf(new(2026, 3, 21)).AddHours(9);
        await RoundAsync(site);
        await RoundAsync(site);

        var mail = Assert.Single(post.Arrived);
        Assert.Equal("li@example.cn", Assert.Single(mail.To.Mailboxes).Address);
        Assert.Contains("JZ-000002", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("榆次的质谱", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("JZ-000001", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("JZ-000003", mail.TextBody, StringComparison.Ordinal);
        for (var day = new DateOnly(2026, 3, 22); day <= new DateOnly(2026, 3, 24); day = day.AddDays(1))
        {
            site.Clock.Now = CityTime.BeginningOf(day).AddHours(9);
            await RoundAsync(site);
        }

        Assert.Single(post.Arrived);

        var leave = new Uri(Leave().Match(mail.TextBody!).Value).PathAndQuery;
        Assert.Contains(leave.Split('?')[0], mail.Headers["List-Unsubscribe"], StringComparison.Ordinal);
        var stranger = site.Visitor();
        Assert.Contains("链接无效", await stranger.GetStringAsync(leave + "x"), StringComparison.Ordinal);
        var stop = await PageForm.OpenAsync(stranger, leave, "main form[method=post]");
        Assert.Null(await site.QueryAsync(db => db.SavedSearches.Select(s => s.PausedAt).SingleAsync()));
        Assert.Contains("已停发", await (await stop.PressAsync()).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await site.GivenBatchAsync(unit, Plasma("LATER"));
        await site.CatchUpAsync();
        site.Clock.Now += TimeSpan.FromDays(1);
        await RoundAsync(site);
        Assert.Single(post.Arrived);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Searches_are_renamed_paused_and_dropped_by_their_owner_alone_and_go_with_the_account(string database)
    {
        await using var site = await Site.StartAsync(database);
        await ReaderAsync(site, "zhao@example.cn");
        var (mine, other) = (await ReaderAsync(site, "li@example.cn"), await ReaderAsync(site, "wang@example.cn"));
        await (await PageForm.OpenAsync(mine, Search, "main form[method=post]")).PressAsync();
        var reference = await site.QueryAsync(db => db.SavedSearches.Select(s => s.Reference).SingleAsync());

        Assert.DoesNotContain(reference, await other.GetStringAsync("/account/searches"), StringComparison.Ordinal);
        await (await PageForm.OpenAsync(other, Search, "main form[method=post]")).PressAsync();
        var foreign = await PageForm.OpenAsync(other, "/account/searches", "form[action*='handler=Drop']");
        foreign["reference"] = reference;
        Assert.Equal(HttpStatusCode.NotFound, (await foreign.PressAsync()).StatusCode);
        var rename = await PageForm.OpenAsync(mine, "/account/searches", "form[action*='handler=Rename']");
        rename["name"] = "新名称";
        await rename.PressAsync();
        await (await PageForm.OpenAsync(mine, "/account/searches", "form[action*='handler=Pause']")).PressAsync();
        var paused = await mine.GetStringAsync("/account/searches");
        Assert.Contains("新名称", paused, StringComparison.Ordinal);
        Assert.Contains("已暂停", paused, StringComparison.Ordinal);
        await (await PageForm.OpenAsync(mine, "/account/searches", "form[action*='handler=Drop']")).PressAsync();

        Assert.Equal(["keep", "rename", "pause", "drop"], await site.JournalOfAsync("saved-search", reference));
        var left = await site.QueryAsync(db => db.SavedSearches.SingleAsync());
        await site.UseAsync(async services =>
        {
            var closing = services.GetRequiredService<Closing>();
            Assert.Contains("140702", System.Text.Json.JsonSerializer.Serialize(await closing.CopyAsync(left.AccountId, default)), StringComparison.Ordinal);
            await closing.CloseAsync(await services.GetRequiredService<Db>().Accounts.SingleAsync(a => a.Id == left.AccountId), Actor.Product, default);
            return 0;
        });
        Assert.Equal(0, await site.QueryAsync(db => db.SavedSearches.CountAsync()));
    }

    [Fact]
    public async Task Favourites_stand_in_the_address_and_go_into_a_file()
    {
        await using var site = await Site.StartAsync("sqlite");
        await site.GivenBatchAsync(await site.GivenOrganisationAsync(), Plasma("P1"), World.Microscope("M1"));
        await site.CatchUpAsync();
        var visitor = site.Visitor();

        var none = await visitor.GetAsync("/favourites");
        var page = await PageForm.ReadAsync(await visitor.GetAsync("/favourites?i=JZ-000002&i=jz-000001,JZ-000009"));

        Assert.False(none.Headers.Contains("Set-Cookie"));
        Assert.Contains("还没有收藏", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(["JZ-000002", "JZ-000001"], page.QuerySelectorAll("[data-favourite]").Select(s => s.GetAttribute("data-favourite")));
        Assert.Contains("JZ-000009 不在现行台账中", page.Body!.TextContent, StringComparison.Ordinal);
        var rows = WritingTable.ReadWorkbook(new(await visitor.GetByteArrayAsync("/favourites.xlsx?i=JZ-000002,JZ-000001")));
        Assert.Contains(rows, r => (string?)r[0] == "JZ-000001");
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/favourites.csv?i=JZ-000009")).StatusCode);
        Assert.Contains("data-favourite=\"JZ-000001\"", await visitor.GetStringAsync("/instruments"), StringComparison.Ordinal);
        Assert.Contains("data-favourite=\"JZ-000001\"", await visitor.GetStringAsync("/instruments/JZ-000001"), StringComparison.Ordinal);
    }

    private static async Task<HttpClient> ReaderAsync(Site site, string mail)
    {
        var account = await site.GivenPersonAsync(mail);
        return site.As(new(account.Id, account.DisplayName, Role.User));
    }

    private static async Task RoundAsync(Site site)
    {
        await site.App.Services.GetRequiredService<Daybook>().OpenAsync(default);
        do
        {
            await site.App.Services.GetRequiredService<Courier>().CarryDueAsync(default);
        }
        while (await site.QueryAsync(db => db.Deliveries.AnyAsync(d => d.DoneAt == null && d.FailedAt == null && d.DueAt <= site.Clock.Now)));
    }

    [GeneratedRegex(@"https://\S+/searches/stop\S+")]
    private static partial Regex Leave();
}
