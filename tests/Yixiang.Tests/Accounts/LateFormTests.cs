using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Filings;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.Accounts;

/// <summary>A form that comes after its session has ended, or with a token that is no longer good.</summary>
public sealed partial class LateFormTests
{
    private const string Admin = "li@example.cn";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task After_signing_in_again_every_word_is_there_and_one_press_submits_the_filing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (browser, draft) = await AtTheFormAsync(site);
        var form = await PageForm.OpenAsync(browser, draft.Page(), "#filing-form");
        form["f.application"] = "第一行 <b>&quot;\r\n\r\n第二行";
        site.Clock.Now += TimeSpan.FromMinutes(31);

        var late = await form.PressAsync("submit");

        var again = Uri.UnescapeDataString(late.Headers.Location!.OriginalString["/sign-in?ReturnUrl=".Length..]);
        Assert.Equal(again, (await browser.SignInAsync(Admin, to: again)).Headers.Location!.OriginalString);
        var kept = await PageForm.OpenAsync(browser, again);
        Assert.Contains("第二行", kept.Page.QuerySelector("details[open] dl")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await kept.PressAsync()).StatusCode);
        var filing = await site.QueryAsync(db => db.Filings.SingleAsync());
        Assert.Equal((FilingState.Submitted, "第一行 <b>&quot;\n\n第二行"), (filing.State, filing.Particulars()[Fields.Application].ReplaceLineEndings("\n")));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_draft_that_saved_itself_too_late_takes_no_words_from_the_press_that_follows(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (browser, draft) = await AtTheFormAsync(site);
        var form = await PageForm.OpenAsync(browser, draft.Page(), "#filing-form");
        form["f.application"] = "来样请附检测目的";
        site.Clock.Now += TimeSpan.FromMinutes(31);

        Assert.Equal(HttpStatusCode.Redirect, (await form.SendToAsync(draft.Page() + "?handler=Autosave")).StatusCode);
        Assert.Equal(0, await site.QueryAsync(db => db.KeptForms.CountAsync()));
        var late = await form.PressAsync("submit");

        var again = Uri.UnescapeDataString(late.Headers.Location!.OriginalString["/sign-in?ReturnUrl=".Length..]);
        await browser.SignInAsync(Admin, to: again);
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(browser, again)).PressAsync()).StatusCode);
        Assert.Equal("来样请附检测目的", (await site.QueryAsync(db => db.Filings.SingleAsync())).Particulars()[Fields.Application]);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_form_whose_token_is_no_longer_good_is_sent_by_one_press_too(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (browser, draft) = await AtTheFormAsync(site);
        var form = await PageForm.OpenAsync(browser, draft.Page(), "#filing-form");
        form["__RequestVerificationToken"] = "CfDJ8-of-yesterday";

        var late = await form.PressAsync("submit");

        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OfAsync(browser, late)).PressAsync()).StatusCode);
        Assert.Equal(FilingState.Submitted, await site.QueryAsync(db => db.Filings.Select(f => f.State).SingleAsync()));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("X-Nothing", "said")]
    public async Task Words_of_another_site_are_never_offered_for_sending(string header, string value)
    {
        await using var site = await Site.StartAsync("sqlite");
        var (browser, draft) = await AtTheFormAsync(site);
        async Task<HttpResponseMessage> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, draft.Page() + "?handler=Submit") { Content = new FormUrlEncodedContent([new("f.name", "伪造的名字")]) };
            request.Headers.Add(header, value);
            return await browser.SendAsync(request);
        }

        var forged = await SendAsync();
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.DoesNotContain("伪造的名字", await forged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        site.Clock.Now += TimeSpan.FromMinutes(31);
        Assert.DoesNotContain("again", (await SendAsync()).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.KeptForms.CountAsync()));
    }

    [Fact]
    public async Task Passwords_are_not_kept_but_asked_for_again_on_the_same_page()
    {
        await using var site = await Site.StartAsync("sqlite");
        var (browser, _) = await AtTheFormAsync(site);
        var form = await PageForm.OpenAsync(browser, "/account/password");
        (form["Old"], form["Input.Password"], form["Input.Repeated"]) = (People.Password, "Yuci-2027-neu", "Yuci-2027-neu");
        site.Clock.Now += TimeSpan.FromMinutes(31);
        var late = await form.PressAsync();
        var again = Uri.UnescapeDataString(late.Headers.Location!.OriginalString["/sign-in?ReturnUrl=".Length..]);
        await browser.SignInAsync(Admin, to: again);

        var kept = await PageForm.OpenAsync(browser, again);

        Assert.Equal(["Input.Password", "Input.Repeated", "Old"], kept.Form.QuerySelectorAll("input[type=password]").Select(i => i.GetAttribute("name")!).Order());
        Assert.DoesNotContain("Yuci-2027-neu", kept.Page.Body!.InnerHtml, StringComparison.Ordinal);
        (kept["Old"], kept["Input.Password"], kept["Input.Repeated"]) = (People.Password, "Yuci-2027-neu", "Yuci-2027-neu");
        Assert.Equal(HttpStatusCode.Redirect, (await kept.PressAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await site.Visitor().SignInAsync(Admin, "Yuci-2027-neu")).StatusCode);
    }

    [Fact]
    public void Every_field_for_a_password_counts_as_secret()
    {
        var names = Repository.Views.SelectMany(v => PasswordFields().Matches(v.Text)).Select(m => m.Groups[1].Value).Where(n => !n.StartsWith('@')).Distinct().ToList();
        Assert.True(names.Count >= 3, string.Join(", ", names));
        Rule.Holds(names.Where(n => !KeptWords.IsSecret(n)));
    }

    private static async Task<(HttpClient Browser, Filing Draft)> AtTheFormAsync(Site site)
    {
        var unit = await site.GivenOrganisationAsync();
        await site.GivenPersonAsync(Admin, People.In(Role.UnitAdministrator, unit.Id));
        var draft = await site.GivenFilingAsync(unit);
        var browser = site.Visitor();
        await browser.SignInAsync(Admin);
        return (browser, draft);
    }

    [GeneratedRegex("<input(?=[^>]*type=\"password\")[^>]*?(?:asp-for|name)=\"([^\"]+)\"")]
    private static partial Regex PasswordFields();
}
