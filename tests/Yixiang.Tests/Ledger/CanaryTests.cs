using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Voices;

namespace Yixiang.Tests.Ledger;

/// <summary>Strings planted wherever the public has no business must not come out of any door that is open to everybody (A12).</summary>
public sealed partial class CanaryTests
{
    private const string Canary = "canary";

    /// <summary>The receipts of what was reported.</summary>
    private readonly List<string> receipts = [];

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Nothing_private_reaches_any_anonymous_page_file_or_answer(string database)
    {
        await using var site = await Site.StartAsync(database);
        await PlantAsync(site);
        await site.CatchUpAsync();
        using var visitor = site.Visitor(follow: true);

        var seen = await CrawlAsync(visitor, receipts);

        Assert.All((string[])["/instruments", "/en/instruments", "/batches/1", "/annex?asOf=2026-03-20", "/instruments.xlsx", "/instruments.csv", "/instruments.atom", "/batches/1/annex.pdf", "/api/v1/instruments", "/api/v1/batches/1"], a => Assert.Contains(a, seen.Keys));
        Assert.True(seen.Count > 40, $"Only {seen.Count} addresses were reached.");
        Assert.All(receipts, receipt => Assert.Contains("这是给反映人的答复。", seen[receipt], StringComparison.Ordinal));
        Assert.Contains(seen.Values, text => text.Contains("公开的仪器", StringComparison.Ordinal));
        Assert.All(seen, page => Assert.DoesNotContain(Canary, page.Value, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Nobody_finds_out_by_searching_whose_a_private_number_is(string database)
    {
        await using var site = await Site.StartAsync(database);
        await PlantAsync(site);
        await site.CatchUpAsync();

        foreach (var asked in (string[])["0354-9990001", "canary", "canary-contact", "13999990001"])
        {
            Assert.Contains("\"total\":0,", await site.Visitor().GetStringAsync($"/api/v1/instruments?q={asked}"), StringComparison.Ordinal);
            Assert.Contains("\"total\":0,", await site.Visitor().GetStringAsync($"/api/v1/instruments?q={asked}&asOf=2026-03-20"), StringComparison.Ordinal);
        }
    }

    private async Task PlantAsync(Site site)
    {
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(unit, Public("PUBLIC-1"), Public("PUBLIC-2"));
        await site.GivenExitAsync((await site.ReferencesAsync())[1]);

        await site.GivenFilingAsync(unit, Secret("draft"));
        await site.GivenFilingAsync(unit, Secret("submitted"), "submit");
        var returned = await site.GivenFilingAsync(unit, Secret("returned"), "submit", "return");
        await site.GivenFilingAsync(unit, Secret("accepted"), "submit", "accept");
        await Assert.ThrowsAsync<RefusedException>(() => site.GivenFilingAsync(unit, Secret("classified").With(Fields.Classified, "yes")));

        await site.UseAsync(async services =>
        {
            var (db, drafts) = (services.GetRequiredService<Db>(), services.GetRequiredService<BatchDrafts>());
            var act = new Act(Actor.Product, site.Clock.Now);
            var filings = await db.Filings.ToListAsync();
            foreach (var filing in filings)
            {
                db.Comments.Add(new() { FilingId = filing.Id, Text = $"canary-comment {filing.Id}", AccountId = null, At = site.Clock.Now });
                filing.ReturnReasons.Add(new() { Round = 1, Field = "", Text = "canary-reason", AccountId = null, At = site.Clock.Now });
                var file = new StoredFile { Digest = new string('a', 64), Name = "canary-file.pdf", ContentType = "application/pdf", Size = 1, StoredAt = site.Clock.Now };
                db.Set<StoredFile>().Add(file);
                db.Record(JournalEntry.Of("filing", filing.Reference, "plant", act));
                await db.SaveChangesAsync();
                filing.Attachments.Add(new() { Kind = AttachmentKind.AcceptanceReport, FileId = file.Id, Caption = "canary-caption", At = site.Clock.Now });
                db.Record(JournalEntry.Of("filing", filing.Reference, "plant", act));
                await db.SaveChangesAsync();
            }

            var kept = new StoredFile { Digest = new string('b', 64), Name = "canary-document.pdf", ContentType = "application/pdf", Size = 1, StoredAt = site.Clock.Now };
            var internalOne = new Yixiang.Organisations.Document { Reference = "D2026-000001", OrganisationId = unit.Id, KindCode = "decision", Title = "canary-document", IssuedOn = new(2026, 1, 1), IsPublic = false, AddedAt = site.Clock.Now };
            db.Add(internalOne);
            db.Entry(internalOne).Reference(d => d.File).CurrentValue = kept;
            db.Record(JournalEntry.Of("document", internalOne.Reference, "plant", act));
            var organisation = await db.FindAsync<Yixiang.Organisations.Organisation>(unit.Id);
            db.Entry(organisation!).Property(o => o.DecisionNote).CurrentValue = "canary-decision-note";
            db.Entry(organisation!).Property(o => o.NationalCode).CurrentValue = "canary-national-code";
            db.Record(JournalEntry.Of("organisation", unit.Reference, "plant", act));
            await db.SaveChangesAsync();
            var draft = await drafts.BeginAsync(new("canary-batch", new(2026, 3, 20), "canary-decision"), Actor.Product, default);
            await drafts.PutAsync(draft, null, Actor.Product, default);
            await PlantReportsAsync(services);
            await db.Batches.Where(b => b.Number == 1).ExecuteUpdateAsync(b => b.SetProperty(x => x.ClearedNote, "canary-cleared").SetProperty(x => x.CountersignedNote, "canary-countersigned"));
            return returned;
        });
    }

    /// <summary>What somebody said of a public entry and of its organisation, with a contact; the receipt is public to whoever has its address, and tells none of it.</summary>
    private async Task PlantReportsAsync(IServiceProvider services)
    {
        var (reports, officer) = (services.GetRequiredService<Reports>(), new Actor(null, "", Role.BureauOfficer));
        foreach (var entry in new[] { await reports.InstrumentAsync("JZ-000001", default), await reports.OrganisationAsync("O-000001", default) })
        {
            var (report, code) = await reports.ReceiveAsync(entry!, new("other", "canary-report", "canary-reporter@example.cn", true), default);
            await reports.MakeAsync(ProblemReport.Lifecycle.Forward, report, new Forwarding("canary-note"), officer, default);
            await reports.MakeAsync(ProblemReport.Lifecycle.Answer, report, new ReportAnswer("这是给反映人的答复。"), officer, default);
            receipts.Add($"/reports/{code}");
        }
    }

    /// <summary>Public, with a canary in every field that is not.</summary>
    private static Particulars Public(string ownNumber) => Fields.All.Where(f => !f.Public && f.IsText && f.Kinds.Contains(ResourceKind.SingleSet))
        .Aggregate(World.Microscope(ownNumber), (p, f) => p.With(f, $"canary-{f.Key}"))
        .With(Fields.Name, "公开的仪器").With(Fields.Phone, "13999990001").With(Fields.Email, "canary@example.cn").With(Fields.ContactConsent, "private")
        .With(Fields.CustomsSupervised, "yes").With(Fields.DeclarationNumber, "123456789012345678").With(Fields.DeclarationItem, "01").With(Fields.ReleasedOn, "2026-01-05");

    /// <summary>Not public at all.</summary>
    private static Particulars Secret(string what) => World.Microscope($"CANARY-{what}").With(Fields.Name, $"canary-{what}").With(Fields.Model, $"canary-model-{what}")
        .With(Fields.Function, $"canary-function-{what}").With(Fields.Contact, "canary-person").With(Fields.Phone, "0354-9990001");

    /// <summary>Follows every link from the doors that are known, as deep as it goes; files are opened.</summary>
    private static async Task<Dictionary<string, string>> CrawlAsync(HttpClient visitor, IEnumerable<string> receipts)
    {
        Queue<string> open = new(["/", "/en", "/instruments", "/en/instruments?asOf=2026-03-20", "/instruments?q=canary", "/batches/2", "/instruments/JZ-000003",
            "/data/ledger.csv?asOf=2026-03-20", "/data/ledger.jsonl?asOf=2026-03-20", "/data/ledger.jsonl", "/data/ledger.xlsx", "/feeds/new.atom", "/feeds/changed.atom", "/feeds/exited.atom", "/sitemap-pages.xml", "/sitemap-instruments-1.xml",
            "/annex?asOf=2026-03-20", "/annex.csv", "/annex.xlsx?asOf=2026-03-20", "/instruments/JZ-000001/pictures/1", "/api/openapi.json", "/api/v1/instruments", "/api/v1/batches", "/api/v1/batches/1",
            "/api/v1/batches/2", "/api/v1/organisations", "/api/v1/instruments/JZ-000001", "/api/v1/instruments/JZ-000002", "/api/v1/instruments/JZ-000003", "/sitemap.xml", "/feed.xml", "/data.json", "/favourites?i=JZ-000001,JZ-000003", "/instruments/JZ-000001/report", .. receipts]);
        Dictionary<string, string> seen = [];
        while (open.TryDequeue(out var address) && seen.Count < 400)
        {
            if (seen.ContainsKey(address))
            {
                continue;
            }

            using var answer = await visitor.GetAsync(address);
            seen[address] = await TextAsync(answer);
            foreach (var link in Links(answer, seen[address]).Where(l => !seen.ContainsKey(l)))
            {
                open.Enqueue(link);
            }
        }

        return seen;
    }

    private static IEnumerable<string> Links(HttpResponseMessage answer, string text)
    {
        var found = answer.Content.Headers.ContentType?.MediaType switch
        {
            "text/html" => new HtmlParser().ParseDocument(text).QuerySelectorAll("[href],[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!),
            "application/json" => Address().Matches(text).Select(m => m.Value),
            _ => [],
        };
        return found.Select(l => l.Replace("https://localhost", "", StringComparison.Ordinal).Split('#')[0]).Where(l => l.StartsWith('/') && !l.StartsWith("//", StringComparison.Ordinal) && !l.Contains("preferences", StringComparison.Ordinal) && !l.Contains("sign-in", StringComparison.Ordinal));
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var text = answer.StatusCode == HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            ? Unzipped(bytes)
            : Encoding.UTF8.GetString(bytes);
        // What the address itself asks for stands on the page again; that is no leak.
        return answer.RequestMessage!.RequestUri!.Query.Contains(Canary, StringComparison.Ordinal) ? text.Replace("canary", "", StringComparison.Ordinal) : text;
    }

    private static string Unzipped(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return string.Concat(zip.Entries.Select(e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        }));
    }

    [GeneratedRegex("https://localhost/[^\"\\s]*")]
    private static partial Regex Address();
}
