using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Exchange;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Notices;
using Yixiang.Tests.Kernel;
using Yixiang.Tests.Ledger;
using Yixiang.Tests.Notices;
using Yixiang.Tests.Rules;
using Yixiang.Voices;

namespace Yixiang.Tests.BadInput;

/// <summary>
/// Scripts in every text field of every form (issue 2, section 8). The forms are found by opening every page as everybody who may,
/// and whatever they keep is looked for on every page, file, feed and mail afterwards.
/// </summary>
public sealed partial class EveryFieldTests
{
    /// <summary>The longest that a field takes is tried.</summary>
    private static readonly string[] Payloads = ["\"><script>alert(1)</script><img src=x onerror=alert(2)>", "\"><img src=x onerror=alert(2)>", "\"><script>1;</script>", "\"><b onclick=1>"];

    /// <summary>Forms that end what the test walks on: each is shown alone in its own test.</summary>
    private static readonly string[] Ending = ["/sign-out", "handler=Close", "handler=Erase", "/account/roles", "handler=EndAll"];

    /// <summary>A form as it was found.</summary>
    private sealed record Found(Actor Actor, string Address, int Index, string Shape, IReadOnlyList<string> Fields);

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_script_typed_into_any_field_of_any_form_stays_text_wherever_it_is_shown(string database)
    {
        await using var site = await Site.StartAsync(database, ("Limits:VoicesPerHour", "0"), ("Limits:ApiWrites", "0"), ("SignIn:PerMinute", "100000"));
        var (cast, places) = await BuildAsync(site);
        var clients = cast.Everybody.ToDictionary(a => a, a => a.Role == Role.Visitor ? site.Visitor() : site.As(a));
        var pages = (await Doors.OfAsync(site)).Where(d => d.IsPage && d.Methods.Contains("GET")).ToList();
        var (forms, broken) = (new List<Found>(), new List<string>());
        foreach (var actor in cast.Everybody)
        {
            foreach (var address in pages.Where(d => d.Roles.Contains(actor.Role)).SelectMany(d => places(d)).Distinct())
            {
                forms.AddRange(await FormsAsync(clients[actor], actor, address));
            }
        }

        // What only writes comes first, then what moves things on, then what could lock an account.
        var distinct = forms.DistinctBy(f => f.Shape).OrderBy(f => f.Shape.Contains("assword", StringComparison.Ordinal) ? 2 : Moving().IsMatch(f.Shape) ? 1 : 0).ToList();
        Assert.True(distinct.Count > 38, $"Only {distinct.Count} forms with text fields were found:\n{string.Join('\n', distinct.Select(f => f.Shape))}");
        var posted = 0;
        foreach (var form in distinct)
        {
            foreach (var poisoned in form.Fields.Select(f => new[] { f }).Prepend([.. form.Fields]))
            {
                posted += await PostAsync(clients[form.Actor], form, poisoned, broken) ? 1 : 0;
            }
        }

        await site.CatchUpAsync();
        var shown = await ReadEverythingAsync(site, cast, clients, pages, places, broken);

        Rule.Holds(broken);
        Assert.True(posted > 150 && shown > 40, $"{posted} posts, shown as text in {shown} answers: this test looks at the wrong ones.");
    }

    /// <summary>A small city with something in every state that a form stands on.</summary>
    private static async Task<(Cast Cast, Func<Door, IEnumerable<string>> Places)> BuildAsync(Site site)
    {
        var cast = await Cast.GatherAsync(site);
        await site.GivenBatchAsync(cast.Unit, World.Microscope("P-1"), World.Microscope("P-2"));
        var waiting = await site.GivenFilingAsync(cast.Unit, World.Microscope("W-1"), "submit");
        var draft = await site.GivenFilingAsync(cast.Unit, World.Microscope("D-1", "2026-01-05"));
        await site.GivenFilingAsync(cast.Unit, World.Microscope("A-1"), "submit", "accept");
        await site.GivenNoticeAsync(cast.Officer, NoticeWorld.Input(NoticeKind.News), NoticeKind.News, "publish");
        await site.GivenNoticeAsync(cast.Officer, NoticeWorld.Input(NoticeKind.News), NoticeKind.News);
        await site.GivenNoticeAsync(cast.Own, NoticeWorld.Input(NoticeKind.Guide), NoticeKind.Guide);
        var (report, need, import) = await site.UseAsync(async services =>
        {
            var (db, reports, needs) = (services.GetRequiredService<Db>(), services.GetRequiredService<Reports>(), services.GetRequiredService<Needs>());
            var (report, _) = await reports.ReceiveAsync((await reports.InstrumentAsync("JZ-000001", default))!, new("other", "电话三天无人接听", null, false), default);
            await reports.MakeAsync(ProblemReport.Lifecycle.Forward, report, new Forwarding("请核实"), cast.Officer, default);
            var (need, _) = await needs.ReceiveAsync(new("测水里的重金属", null, null, null, null, null, "asker@example.cn", true), default);
            var drafts = services.GetRequiredService<Yixiang.Ledger.BatchDrafts>();
            await drafts.PutAsync(await drafts.BeginAsync(new("第二批", new(2026, 3, 20), "市科函〔2026〕2号"), cast.Officer, default), null, cast.Officer, default);
            var import = await services.GetRequiredService<ImportDesk>().BeginAsync(new MemoryStream(Encoding.UTF8.GetBytes("编号,名称\nA9,电镜\n")), "list.csv", cast.Unit.Id, null, cast.Own);
            return (report.Reference, need.Reference, import.Reference);
        });
        await site.CatchUpAsync();
        return (cast, door => door.Route.Contains('{', StringComparison.Ordinal) ? Places(door, cast, (waiting.Reference, draft.Reference, report, need, import)) : [door.Route]);
    }

    private static IEnumerable<string> Places(Door door, Cast cast, (string Waiting, string Draft, string Report, string Need, string Import) given)
    {
        string[] references = door.Route switch
        {
            var r when r.StartsWith("/unit/filings", StringComparison.Ordinal) => [given.Draft],
            var r when r.Contains("filings", StringComparison.Ordinal) || r.Contains("overdue", StringComparison.Ordinal) => [given.Waiting, given.Draft],
            var r when r.Contains("reports", StringComparison.Ordinal) => [given.Report],
            var r when r.Contains("needs", StringComparison.Ordinal) => [given.Need],
            var r when r.Contains("imports", StringComparison.Ordinal) => [given.Import],
            var r when r.Contains("instruments", StringComparison.Ordinal) => ["JZ-000001"],
            _ => ["1"],
        };
        string[] numbers = door.Route.Contains("batches", StringComparison.Ordinal) ? ["1", "2"] : door.Route.Contains("notices", StringComparison.Ordinal) || door.Route.Contains("guides", StringComparison.Ordinal) || door.Route.Contains("section", StringComparison.Ordinal) ? ["1", "2", "3"] : ["1"];
        return from reference in references
               from number in numbers
               from address in new[] { door.Address(name => name switch { "reference" => reference, "organisation" => cast.Unit.Reference, "section" => "news", "field" => "classCode", _ => "1" }) }
               select number == "1" ? address : Number().Replace(address, $"/{number}", 1);
    }

    private static async Task<List<Found>> FormsAsync(HttpClient client, Actor actor, string address)
    {
        using var answer = await client.GetAsync(address);
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return [];
        }

        using var page = await PageForm.ReadAsync(answer);
        return
        [
            .. page.QuerySelectorAll("main form[method=post]").Select((form, index) => (Form: form, Index: index))
                .Where(f => !Ending.Any(e => $"{address} {f.Form.GetAttribute("action")}".Contains(e, StringComparison.Ordinal)))
                .Select(f => new Found(actor, address, f.Index, ShapeOf(address, f.Form), [.. f.Form.QuerySelectorAll("input, textarea").Where(IsText).Select(c => c.GetAttribute("name")!).Distinct()]))
                .Where(f => f.Fields.Count > 0),
        ];
    }

    /// <summary>Forms of one page with the same target and fields are one, whatever numbers stand in them.</summary>
    private static string ShapeOf(string address, IElement form) =>
        Particular().Replace($"{address} > {form.GetAttribute("action")} {string.Join(',', form.QuerySelectorAll("[name]").Select(c => c.GetAttribute("name")).Distinct())}", "*");

    private static bool IsText(IElement control) => control.GetAttribute("name") is { Length: > 0 } && control is IHtmlTextAreaElement
        or IHtmlInputElement { Type: "text" or "search" or "email" or "tel" or "url" or "password" or "date" or "number" or "time" or "datetime-local" or "" };

    /// <summary>Opens the page anew and sends the form with scripts in these fields, the others as they are or likely.</summary>
    /// <returns>False when the form is gone by what was sent before.</returns>
    private static async Task<bool> PostAsync(HttpClient client, Found found, string[] poisoned, List<string> broken)
    {
        using var opened = await client.GetAsync(found.Address);
        if (!opened.IsSuccessStatusCode)
        {
            return false;
        }

        using var page = await PageForm.ReadAsync(opened);
        var forms = page.QuerySelectorAll("main form[method=post]").ToList();
        var at = forms.FindIndex(f => ShapeOf(found.Address, f) == found.Shape);
        if (at < 0)
        {
            return false;
        }

        var form = PageForm.Of(client, opened, page, forms[at]);
        foreach (var control in forms[at].QuerySelectorAll("input, textarea, select").Where(c => c.GetAttribute("name") is { Length: > 0 }))
        {
            var name = control.GetAttribute("name")!;
            if (IsText(control))
            {
                var most = int.TryParse(control.GetAttribute("maxlength"), out var length) ? length : int.MaxValue;
                form[name] = poisoned.Contains(name) ? Payloads.FirstOrDefault(p => p.Length <= most) ?? Payloads[^1] : form[name] is { Length: > 0 } there ? there : Likely(control);
            }
            else if (control is IHtmlInputElement { Type: "checkbox" } box && form[name] is null)
            {
                form[name] = box.Value;
            }
            else if (control is IHtmlSelectElement { Value: "" or null } list && list.Options.FirstOrDefault(o => o.Value != "") is { } option)
            {
                form[name] = option.Value;
            }
        }

        using var answer = await form.PressAsync(forms[at].QuerySelector("button[name], button[formaction]") is { } button ? button.GetAttribute("value") ?? button.GetAttribute("formaction") : null);
        var text = await answer.Content.ReadAsStringAsync();
        broken.AddRange((int)answer.StatusCode >= 500 ? [$"POST {found.Shape} answers {(int)answer.StatusCode}"] : Faults($"POST {found.Shape}", answer, text));
        return true;
    }

    private static string Likely(IElement control) => control is not IHtmlInputElement input ? "测试用的文字" : input.Type switch
    {
        "email" => "a@example.cn",
        "tel" => "0354-3000001",
        "date" => "2026-03-25",
        "datetime-local" => "2026-03-25T10:00",
        "number" => "30",
        "time" => "10:00",
        "password" => "Jinzhong-2026",
        "url" => "https://example.cn",
        _ => "测试文字",
    };

    /// <summary>Opens everything that everybody can reach by links, and every mail; gives in how many answers a script is shown as text.</summary>
    private static async Task<int> ReadEverythingAsync(Site site, Cast cast, Dictionary<Actor, HttpClient> clients, IReadOnlyList<Door> pages, Func<Door, IEnumerable<string>> places, List<string> broken)
    {
        var shown = 0;
        foreach (var actor in cast.Everybody)
        {
            Queue<string> open = new(pages.Where(d => d.Roles.Contains(actor.Role)).SelectMany(places).Distinct());
            HashSet<string> seen = [];
            Dictionary<string, int> shapes = [];
            while (seen.Count < 150 && open.TryDequeue(out var address))
            {
                var shape = Particular().Replace(address.Split('?')[0], "*");
                if (!seen.Add(address) || (shapes[shape] = shapes.GetValueOrDefault(shape) + 1) > 2)
                {
                    continue;
                }

                using var answer = await clients[actor].GetAsync(address);
                var text = await TextAsync(answer);
                broken.AddRange(Faults($"{actor.Role} {address}", answer, text));
                shown += text.Contains("&lt;script&gt;", StringComparison.Ordinal) || text.Contains("onerror=alert", StringComparison.Ordinal) ? 1 : 0;
                foreach (var link in answer.Content.Headers.ContentType?.MediaType == "text/html" ? Links(address, text) : [])
                {
                    open.Enqueue(link);
                }
            }
        }

        foreach (var mail in await site.QueryAsync(db => db.CaughtMails.AsNoTracking().ToListAsync()))
        {
            using var html = new HtmlParser().ParseDocument(mail.Html);
            broken.AddRange(Live(html).Select(l => $"mail {mail.Key}: {l}"));
            broken.AddRange(mail.Subject.Contains('\n', StringComparison.Ordinal) || mail.To.Contains('\n', StringComparison.Ordinal) ? [$"mail {mail.Key}: a line break in its head"] : []);
        }

        return shown;
    }

    private static IEnumerable<string> Links(string address, string text)
    {
        var here = new Uri(new("https://localhost"), address);
        using var page = new HtmlParser().ParseDocument(text);
        return [.. page.Links.Select(a => a.GetAttribute("href")).Where(h => h is { Length: > 0 } && h[0] != '#' && Uri.TryCreate(here, h, out _)).Select(h => new Uri(here, h))
            .Where(u => u.Host == "localhost" && u.Scheme == "https" && !u.AbsolutePath.Contains("sign-out", StringComparison.Ordinal)).Select(u => u.PathAndQuery).Distinct()];
    }

    /// <summary>What a browser or another program would take for more than text, by the kind of the answer.</summary>
    private static List<string> Faults(string where, HttpResponseMessage answer, string text)
    {
        switch (answer.Content.Headers.ContentType?.MediaType)
        {
            case "text/html":
                using (var page = new HtmlParser().ParseDocument(text))
                {
                    return Live(page).ConvertAll(l => $"{where}: {l}");
                }

            case "application/json" or "application/problem+json" or "application/ld+json":
                return IsJson(text) ? [] : [$"{where}: no JSON"];
            case { } type when type.EndsWith("xml", StringComparison.Ordinal):
                return IsXml(text) ? [] : [$"{where}: no XML"];
            case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
                return text == "" ? [$"{where}: no workbook"] : [];
            case "text/csv":
                return Formula().IsMatch(text) ? [$"{where}: a formula"] : [];
            default:
                return [];
        }
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsXml(string text)
    {
        try
        {
            return XDocument.Parse(text).Descendants().All(e => e.Name.LocalName is not ("script" or "img" or "b"));
        }
        catch (System.Xml.XmlException)
        {
            return false;
        }
    }

    /// <summary>Elements that would run or load what was typed.</summary>
    private static List<string> Live(IHtmlDocument page) =>
    [
        .. page.Scripts.Where(s => s.TextContent is var t && (s.Type is "application/ld+json" or "application/json" ? t.Contains('<', StringComparison.Ordinal) : t.Contains("alert", StringComparison.Ordinal) || t == "1;")).Select(s => s.OuterHtml),
        .. page.QuerySelectorAll("img[src=x], b[onclick]").Select(e => e.OuterHtml),
        .. page.All.Where(e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))).Select(e => e.OuterHtml),
        .. page.All.Where(e => new[] { "href", "src", "action", "formaction" }.Any(a => e.GetAttribute(a)?.TrimStart().StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) == true)).Select(e => e.OuterHtml),
    ];

    /// <summary>A workbook is read part by part; each must be XML in which what was typed is text.</summary>
    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" || !answer.IsSuccessStatusCode)
        {
            return await answer.Content.ReadAsStringAsync();
        }

        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        foreach (var entry in zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(entry.Open());
            var part = await reader.ReadToEndAsync();
            text.Append(XDocument.Parse(part).Descendants().Any(e => e.Name.LocalName is "script" or "f") ? throw new InvalidDataException($"{entry.FullName} holds a formula or a script") : part);
        }

        return text.ToString();
    }

    /// <summary>What differs from one page of a kind to the next.</summary>
    [GeneratedRegex(@"\d+|[0-9a-f]{32,}|(?<=/)(JZ-|F\d|R\d|N\d|O-)[-\d]*")]
    private static partial Regex Particular();

    [GeneratedRegex("[Mm]ove|Decide|purges|exempt")]
    private static partial Regex Moving();

    [GeneratedRegex("/1(?=/|$)")]
    private static partial Regex Number();

    [GeneratedRegex("(^|,|\n)\"?[=@]")]
    private static partial Regex Formula();
}
