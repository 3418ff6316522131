using System.Net;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Tests.Filings;

namespace Yixiang.Tests.Organisations;

/// <summary>The unit keeps what the public reads of it.</summary>
public class UnitProfileTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_keeps_its_profile_and_host_platforms(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();

        var form = await PageForm.OpenAsync(client, "/unit/organisation");
        form["Input.About"] = "煤化工与玻璃材料检测";
        form["Input.OfficePhone"] = "0354-3000009";
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync()).StatusCode);
        var platform = await PageForm.OpenAsync(client, "/unit/organisation", "#platforms form[novalidate]");
        platform["Platform.Name"] = "山西省煤化工重点实验室";
        platform["Platform.KindCode"] = "key-laboratory";
        platform["Platform.LevelCode"] = "2";
        Assert.Equal(HttpStatusCode.Redirect, (await platform.PressAsync()).StatusCode);

        var now = await site.QueryAsync(db => db.Organisations.Include(o => o.HostPlatforms).SingleAsync());
        Assert.Equal(("煤化工与玻璃材料检测", "0354-3000009", "山西省煤化工重点实验室"), (now.About, now.OfficePhone, Assert.Single(now.HostPlatforms).Name));
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(client, "/unit/organisation", "#platforms .files form")).PressAsync()).StatusCode);
        Assert.Equal(["register", "profile", "add-platform", "remove-platform"], await site.QueryAsync(db => db.Journal.Where(e => e.Reference == unit.Reference).OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Wrong_and_overtaken_profiles_are_refused_in_words_and_what_was_typed_stays(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (_, client) = await site.GivenUnitAsync();
        var late = await PageForm.OpenAsync(client, "/unit/organisation");
        var form = await PageForm.OpenAsync(client, "/unit/organisation");
        form["Input.OfficePhone"] = "13900000000";
        form["Input.Website"] = "javascript:alert(1)";
        form["Input.About"] = new string('字', 2001);

        var answer = await form.PressAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var again = await PageForm.OfAsync(client, answer);
        Assert.Contains("不要填个人手机号", again.Page.QuerySelector("#Input_OfficePhone-error")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("http://", again.Page.QuerySelector("#Input_Website-error")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(again.Page.QuerySelector("#Input_About-error"));
        Assert.Equal("13900000000", again["Input.OfficePhone"]);
        (again["Input.OfficePhone"], again["Input.Website"], again["Input.About"]) = ("0354-3000008", "", "新的简介");
        Assert.Equal(HttpStatusCode.Redirect, (await again.PressAsync()).StatusCode);

        late["Input.About"] = "另一个窗口的简介";
        var overtaken = await late.PressAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, overtaken.StatusCode);
        Assert.Contains("另一个窗口的简介", await overtaken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("新的简介", await site.QueryAsync(db => db.Organisations.Select(o => o.About).SingleAsync()));
    }
}
