using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Tests.BadInput;

/// <summary>What somebody types stays text, wherever it is shown.</summary>
public class ScriptTests
{
    private const string Script = "\"><script>alert(1)</script><img src=x onerror=alert(2)>";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_script_in_every_text_field_is_text_on_every_page_that_shows_it(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync($"检测中心{Script}");
        await site.QueryAsync(db => db.Database.ExecuteSqlAsync($"UPDATE organisations SET address = {Script}, about = {Script}, website = {"javascript:alert(3)"}"));
        var filing = await site.GivenFilingAsync(unit, Poisoned("A-1"), "submit", "accept");
        await site.GivenBatchAsync(1, filing.InstrumentId!.Value);
        var waiting = await site.GivenFilingAsync(unit, Poisoned("A-2"), "submit");
        var draft = await site.GivenFilingAsync(unit, Poisoned("A-3"));
        var visitor = site.Visitor();
        var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id, name: Script[..40]));
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer, name: Script[..40]));
        var instrument = await site.QueryAsync(db => db.Instruments.Select(i => i.Reference).SingleAsync());

        (HttpClient Reader, string Address)[] pages =
        [
            (visitor, "/"), (visitor, "/instruments"), (visitor, "/instruments?q=" + Uri.EscapeDataString(Script)), (visitor, $"/instruments/{instrument}"),
            (visitor, "/organisations"), (visitor, $"/organisations/{unit.Reference}"), (visitor, "/batches/1"), (visitor, "/annex"), (visitor, "/en/annex"),
            (own, "/unit"), (own, "/unit/filings"), (own, $"/unit/filings/{draft.Reference}"), (own, $"/unit/filings/{waiting.Reference}"), (own, "/unit/filings/new"),
            (officer, "/desk"), (officer, "/desk/filings"), (officer, "/desk/filings?q=" + Uri.EscapeDataString(Script)), (officer, $"/desk/filings/{waiting.Reference}"), (officer, "/desk/batches/1"),
        ];
        var shown = 0;
        foreach (var (reader, address) in pages)
        {
            using var answer = await reader.GetAsync(address);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address} answers {(int)answer.StatusCode}");
            using var page = await new HtmlParser().ParseDocumentAsync(html);
            Assert.True(Live(page).Count == 0, $"{address}: {string.Join(" | ", Live(page))}");
            shown += html.Contains("&lt;script&gt;alert(1)", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(shown > pages.Length / 2, $"The script was shown as text on {shown} pages only: this test looks at the wrong ones.");
    }

    /// <summary>Elements that would run or load what was typed. A data block is not run; it must only hold no angle bracket, with which it could end.</summary>
    private static List<string> Live(IHtmlDocument page) =>
    [
        .. page.Scripts.Where(s => s.TextContent.Contains(s.Type == "application/ld+json" ? "<" : "alert", StringComparison.Ordinal)).Select(s => s.OuterHtml),
        .. page.QuerySelectorAll("img[src=x]").Select(e => e.OuterHtml),
        .. page.All.Where(e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))).Select(e => e.OuterHtml),
        .. page.All.Where(e => new[] { "href", "src", "action", "formaction" }.Any(a => e.GetAttribute(a)?.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) == true)).Select(e => e.OuterHtml),
    ];

    /// <summary>The script in every field that takes free text and does not check a form of its own.</summary>
    private static Particulars Poisoned(string ownNumber) =>
        Fields.Of(ResourceKind.SingleSet).Where(f => f.Kind is FieldKind.Line or FieldKind.Prose && f != Fields.OwnNumber && (f.Most == 0 || f.Most >= Script.Length))
            .Aggregate(World.Microscope(ownNumber), (p, field) => p.With(field, Script)) with
        { Tariff = [new(Script, "样", 150, 300, Script)] };
}
