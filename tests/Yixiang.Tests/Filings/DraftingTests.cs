using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.Filings;

/// <summary>The unit's form, from the first blank page to the submitted filing.</summary>
public class DraftingTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_begins_fills_saves_and_submits_a_filing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (_, client) = await site.GivenUnitAsync();

        var begun = await (await PageForm.OpenAsync(client, "/unit/filings/new", "form:has(button[value=SingleSet])")).PressAsync("SingleSet");
        var address = begun.Headers.Location!.ToString();
        var form = await PageForm.OpenAsync(client, address);
        form.Fill(World.Microscope());
        var saved = await form.PressAsync("handler=Save");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var submitted = await (await PageForm.OpenAsync(client, address)).PressAsync("move=submit");

        Assert.Equal(HttpStatusCode.Redirect, submitted.StatusCode);
        var filing = await site.QueryAsync(db => db.Filings.SingleAsync());
        Assert.Equal(FilingState.Submitted, filing.State);
        Assert.Equal(World.Microscope(), filing.Particulars());
        Assert.Equal(["begin", "save", "submit"], await site.QueryAsync(db => db.Journal.Where(e => e.Reference == filing.Reference).OrderBy(e => e.Id).Select(e => e.What).ToListAsync()));
        var page = await PageForm.ReadAsync(await client.GetAsync(address));
        Assert.Contains("场发射扫描电子显微镜", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#filing-form"));
        Assert.NotNull(page.QuerySelector("button[value=withdraw]"));
    }

    [Theory]
    [InlineData(ResourceKind.SingleSet)]
    [InlineData(ResourceKind.ServiceUnit)]
    [InlineData(ResourceKind.InstrumentCentre)]
    [InlineData(ResourceKind.LargeFacility)]
    public async Task The_form_has_a_control_for_every_field_of_its_kind_and_no_other(ResourceKind kind)
    {
        await using var site = await Site.StartAsync("sqlite");
        var (_, client) = await site.GivenUnitAsync();
        var begun = await (await PageForm.OpenAsync(client, "/unit/filings/new", $"form:has(button[value={kind}])")).PressAsync(kind.ToString());

        var page = (await PageForm.OpenAsync(client, begun.Headers.Location!.ToString())).Page;

        var names = page.QuerySelectorAll("[name^='f.']").Select(c => c.GetAttribute("name")![2..]).Distinct().ToHashSet();
        Assert.Equal(Fields.Of(kind).Select(f => f.Key).ToHashSet(), names);
        Assert.All(page.QuerySelectorAll("main input:not([type=hidden]), main select, main textarea"), c => Assert.True(IsLabelled(page, c), c.OuterHtml));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_incomplete_filing_is_kept_and_says_what_is_missing(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit);
        var form = await PageForm.OpenAsync(client, filing.Page());
        form["f.function"] = "";
        form["f.street"] = "顺城街 8 号";

        var answer = await form.PressAsync("move=submit");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await PageForm.ReadAsync(answer);
        Assert.Contains("请填写此项", page.QuerySelector("#f_function-error")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("#progress a[href='#f_function']"));
        var now = await site.QueryAsync(db => db.Filings.SingleAsync());
        Assert.Equal((FilingState.Draft, "顺城街 8 号", ""), (now.State, now.Particulars()[Fields.Street], now.Particulars()[Fields.Function]));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_officers_reason_stands_beside_its_field_until_it_is_resubmitted(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit, moves: ["submit"]);
        await site.MoveAsync(filing, "return", new Return(null, new Dictionary<string, string> { ["technical"] = "请补充分辨率的测试条件" }));

        var form = await PageForm.OpenAsync(client, filing.Page());
        Assert.Contains("请补充分辨率的测试条件", form.Page.QuerySelector("#f_technical-remark-0")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("f_technical-remark-0", form.Page.QuerySelector("#f_technical")!.GetAttribute("aria-describedby")!, StringComparison.Ordinal);
        form["f.technical"] = "分辨率 1.0 nm（15 kV，WD 4 mm）";
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync("move=submit")).StatusCode);

        var page = await PageForm.ReadAsync(await client.GetAsync(filing.Page()));
        Assert.Null(page.QuerySelector(".remark"));
        Assert.Contains("请补充分辨率的测试条件", page.QuerySelector(".timeline")!.TextContent, StringComparison.Ordinal);
        var now = await site.QueryAsync(db => db.Filings.SingleAsync());
        Assert.Equal((FilingState.Submitted, 2), (now.State, now.Round));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_copy_takes_over_what_two_things_share_and_nothing_that_is_of_one_only(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        await site.GivenFilingAsync(unit, moves: ["submit", "accept"]);

        var answer = await (await PageForm.OpenAsync(client, "/unit/filings/new?q=SU80", "#instruments form[method=post]")).PressAsync("handler=Copy");

        var copy = await site.QueryAsync(db => db.Filings.OrderBy(f => f.Id).LastAsync());
        Assert.Equal($"/unit/filings/{copy.Reference}", answer.Headers.Location!.ToString());
        Assert.Equal((FilingKind.Initial, "SU8010", "", (DateOnly?)null), (copy.Kind, copy.Particulars()[Fields.Model], copy.OwnNumber, copy.AcceptedOn));
        Assert.Equal(World.Microscope().Tariff, copy.Particulars().Tariff);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_change_shows_old_and_new_side_by_side_and_becomes_the_next_version(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        await site.GivenFilingAsync(unit, moves: ["submit", "accept"]);
        var begun = await (await PageForm.OpenAsync(client, "/unit/filings/new", "#instruments form[method=post]")).PressAsync("handler=Change");
        var address = begun.Headers.Location!.ToString();

        var form = await PageForm.OpenAsync(client, address);
        form["f.sharingHours"] = "每天 08:00-20:00";
        form["tariff[0].external"] = "260";
        Assert.Equal(HttpStatusCode.Redirect, (await form.PressAsync("handler=Save")).StatusCode);
        var draft = await PageForm.OpenAsync(client, address);
        Assert.Contains("周一至周五 08:00-18:00", draft.Page.QuerySelector("#f_sharingHours")!.ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await draft.PressAsync("move=submit")).StatusCode);

        var rows = (await PageForm.ReadAsync(await client.GetAsync(address))).QuerySelectorAll("#changes tbody tr");
        Assert.Equal(["共享时段", "收费明细"], rows.Select(r => r.QuerySelector("th")!.TextContent));
        Assert.Equal(("周一至周五 08:00-18:00", "每天 08:00-20:00"), (rows[0].QuerySelector("del")!.TextContent, rows[0].QuerySelector("ins")!.TextContent));
        await site.MoveAsync(await site.QueryAsync(db => db.Filings.OrderBy(f => f.Id).LastAsync()), "accept", new Nothing());
        Assert.Equal(2, await site.QueryAsync(db => db.InstrumentVersions.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_second_filing_about_one_instrument_is_refused_while_the_first_is_open(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        await site.GivenFilingAsync(unit, moves: ["submit", "accept"]);
        var first = await PageForm.OpenAsync(client, "/unit/filings/new", "#instruments form[method=post]");
        await first.PressAsync("handler=Change");

        var answer = await first.PressAsync("handler=Exit");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("尚未办结", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await site.QueryAsync(db => db.Filings.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_exit_asks_for_cause_date_and_words_and_takes_the_instrument_off_the_ledger(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        await site.GivenFilingAsync(unit, moves: ["submit", "accept"]);
        var begun = await (await PageForm.OpenAsync(client, "/unit/filings/new", "#instruments form[method=post]")).PressAsync("handler=Exit");
        var form = await PageForm.OpenAsync(client, begun.Headers.Location!.ToString());

        form["on"] = "2026-12-31";
        form["note"] = "已批准报废";
        var refused = await form.PressAsync("next=submit");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var again = await PageForm.OfAsync(client, refused);
        Assert.Contains("还没有到", again.Page.QuerySelector("#on-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("2026-12-31", "已批准报废"), (again["on"], again["note"]));
        again["cause"] = "Scrapped";
        again["on"] = "2026-03-10";
        Assert.Equal(HttpStatusCode.Redirect, (await again.PressAsync("next=submit")).StatusCode);

        await site.MoveAsync(await site.QueryAsync(db => db.Filings.OrderBy(f => f.Id).LastAsync()), "accept", new Nothing());
        var instrument = await site.QueryAsync(db => db.Instruments.SingleAsync());
        Assert.Equal((InstrumentState.Exited, ExitCause.Scrapped), (instrument.State, instrument.ExitCause));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_submitted_filing_can_be_withdrawn_and_a_draft_discarded(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit, moves: ["submit"]);

        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(client, filing.Page())).PressAsync("withdraw")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await (await PageForm.OpenAsync(client, filing.Page())).PressAsync("move=discard")).StatusCode);

        Assert.Equal(FilingState.Discarded, await site.QueryAsync(db => db.Filings.Select(f => f.State).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_class_is_found_by_its_name_and_written_into_the_draft(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, client) = await site.GivenUnitAsync();
        var filing = await site.GivenFilingAsync(unit, World.Microscope().With(Fields.ClassCode, null));

        var found = await PageForm.OpenAsync(client, filing.Page() + "/code/classCode?q=扫描电镜", "main form[method=post]");
        Assert.Equal(HttpStatusCode.Redirect, (await found.PressAsync("010102")).StatusCode);
        Assert.Equal("010102", await site.QueryAsync(db => db.Filings.Select(f => f.ClassCode).SingleAsync()));

        var hits = await client.GetStringAsync(filing.Page() + "/code/classCode?handler=Search&q=" + Uri.EscapeDataString("扫描电镜"));
        Assert.Contains("010102", hits, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(filing.Page() + "/code/phone")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await found.SendToAsync(filing.Page() + "/code/classCode?code=123")).StatusCode);
    }

    private static bool IsLabelled(IParentNode page, IElement control) =>
        control.HasAttribute("aria-label") || (control.Id is { Length: > 0 } id && page.QuerySelector($"label[for='{id}']") is not null);
}
