using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Yixiang.Kernel;
using Yixiang.Tests.Ledger;

namespace Yixiang.Tests.Rules;

/// <summary>Every list can be taken home as a spreadsheet and as CSV (issue 2, section 4): which pages list is found, not listed by hand.</summary>
public sealed partial class ExportRules
{
    /// <summary>Views that show rows and are no list of their own, each with the reason.</summary>
    private static readonly Dictionary<string, string> NoList = new()
    {
        ["Accounts/Roles/_GrantTable.cshtml"] = "part of the pages of members and of grants, which export",
        ["Filings/Desk/Bulk.cshtml"] = "what one act came to, shown once; the filings themselves are in the queue",
        ["Filings/Desk/Home.cshtml"] = "counts that lead to the queue and the overdue board",
        ["Filings/Desk/Review.cshtml"] = "one filing; what is like it is a warning",
        ["Filings/Drafting/CodePicker.cshtml"] = "a national code table to choose from",
        ["Filings/Drafting/Files.cshtml"] = "the papers of one filing, each of which downloads",
        ["Filings/Drafting/New.cshtml"] = "instruments to choose one from; they are in the list of filings and the national form",
        ["Filings/Drafting/_Changes.cshtml"] = "old and new of one filing",
        ["Filings/Drafting/_Tariff.cshtml"] = "part of a form",
        ["Filings/Imports/_ImportMapping.cshtml"] = "a form",
        ["Filings/Imports/_ImportResult.cshtml"] = "its rows download as the report, in the format that was handed in",
        ["Filings/Workspace/Home.cshtml"] = "the head of the list of filings",
        ["Ledger/Browsing/AreaPage.cshtml"] = "the newest of an area; all of them are the public list narrowed to it",
        ["Ledger/Browsing/ClassPage.cshtml"] = "some of a class; all of them are the public list narrowed to it",
        ["Ledger/Estimates/_Estimate.cshtml"] = "a sum with its parts",
        ["Ledger/InstrumentPage.cshtml"] = "one instrument; it has its own sheet",
        ["Ledger/_SimpleList.cshtml"] = "for who reads simply; the same list leaves as files in the standard version",
        ["Notices/Desk/_Files.cshtml"] = "the files of one notice, each of which downloads",
        ["Site/Index.cshtml"] = "the home page",
    };

    [Fact]
    public void Every_view_that_lists_offers_the_list_as_a_spreadsheet_and_as_csv()
    {
        var lists = Repository.Views.Where(v => Lists().IsMatch(v.Text) && !v.Path.StartsWith("Site/_", StringComparison.Ordinal)).ToList();

        Assert.True(lists.Count > 40, $"Only {lists.Count} lists were found: this rule looks for the wrong signs.");
        Rule.Holds(lists.Where(v => !Offers(v.Text) && !NoList.ContainsKey(v.Path)).Select(v => $"{v.Path} lists and offers no export. Repair: <partial name=\"_Exports\" /> and ListFiles.Asked in its page."));
        Rule.Holds(NoList.Keys.Where(path => lists.All(v => v.Path != path) || Offers(lists.Single(v => v.Path == path).Text)).Select(path => $"{path} needs no exception any more."));
    }

    [Fact]
    public async Task What_a_page_offers_as_a_file_is_one_for_everybody_who_sees_the_page()
    {
        await using var site = await Site.StartAsync("sqlite", ("Demo", "false"));
        var unit = await site.GivenOrganisationAsync("=cmd|' /C calc'!A0");
        await site.GivenBatchAsync(unit, World.Microscope("A-1"), World.Microscope("A-2"));
        await site.GivenFilingAsync(unit, World.Microscope("A-3", "2026-01-05"), "submit");
        var doors = (await Doors.OfAsync(site)).Where(d => d.IsPage && d.Methods.Contains("GET")).ToList();
        var (wrong, files) = (new List<string>(), new HashSet<string>());
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = role == Role.Visitor ? site.Visitor() : site.As(await site.GivenActorAsync(role, role is Role.UnitAdministrator or Role.Technician ? unit.Id : null, role == Role.CountyOfficer ? unit.AreaCode : null));
            foreach (var door in doors.Where(d => d.Roles.Contains(role) && (role == Role.Visitor || !d.Roles.Contains(Role.Visitor))))
            {
                var address = door.Address(name => name switch { "organisation" => unit.Reference, "reference" => "JZ-000001", "section" => "news", _ => "1" });
                foreach (var link in await ExportsAsync(client, address))
                {
                    files.Add(link);
                    wrong.AddRange((await FaultsAsync(client, link)).Select(fault => $"{role} {link} on {address}: {fault}"));
                }
            }
        }

        Rule.Holds(wrong);
        Assert.True(files.Count > 60, $"Only {files.Count} files were offered:\n{string.Join('\n', files)}");
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_list_leaves_the_house_scoped_and_narrowed_as_the_page_is(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, other) = (await site.GivenOrganisationAsync("=本单位", "140702"), await site.GivenOrganisationAsync("别的单位", "140727"));
        var own = await site.GivenActorAsync(Role.UnitAdministrator, unit.Id, name: "本单位的人");
        _ = site.As(await site.GivenActorAsync(Role.UnitAdministrator, other.Id, name: "别人"));
        await site.GivenBatchAsync(unit, World.Microscope("A-1"));
        await site.GivenBatchAsync(2, (await site.GivenFilingAsync(other, World.Microscope("B-1"), "submit", "accept")).InstrumentId!.Value);
        var county = site.As(await site.GivenActorAsync(Role.CountyOfficer, area: unit.AreaCode));

        var members = await site.As(own).GetStringAsync("/unit/members?format=csv");
        Assert.Contains("本单位的人", members, StringComparison.Ordinal);
        Assert.DoesNotContain("别人", members, StringComparison.Ordinal);
        var organisations = await site.Visitor().GetStringAsync("/organisations?area=140702&format=csv");
        Assert.Contains(",'=本单位,", organisations, StringComparison.Ordinal);
        Assert.DoesNotContain("别的单位", organisations, StringComparison.Ordinal);
        var queue = await county.GetStringAsync("/desk/organisations?format=csv");
        Assert.Contains("'=本单位", queue, StringComparison.Ordinal);
        Assert.DoesNotContain("别的单位", queue, StringComparison.Ordinal);
        Assert.Equal(3, (await site.Visitor().GetStringAsync("/en/batches?format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static bool Offers(string view) => view.Contains("name=\"_Exports\"", StringComparison.Ordinal) || (view.Contains("xlsx", StringComparison.OrdinalIgnoreCase) && view.Contains("csv", StringComparison.OrdinalIgnoreCase));

    private static async Task<List<string>> ExportsAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "text/html")
        {
            return [];
        }

        using var page = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStreamAsync());
        var here = new Uri(new("https://localhost"), address);
        return [.. page.QuerySelectorAll("main a[href]").Select(a => new Uri(here, a.GetAttribute("href"))).Where(u => u.Host == "localhost").Select(u => u.PathAndQuery).Where(h => File().IsMatch(h)).Distinct()];
    }

    private static async Task<IEnumerable<string>> FaultsAsync(HttpClient client, string link)
    {
        using var answer = await client.GetAsync(link);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (!answer.IsSuccessStatusCode)
        {
            return [$"answers {(int)answer.StatusCode}"];
        }

        return link.Contains("csv", StringComparison.OrdinalIgnoreCase)
            ? [.. bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Array.Empty<string>() : ["no byte order mark"], .. Formula().IsMatch(Encoding.UTF8.GetString(bytes)) ? ["a formula"] : Array.Empty<string>()]
            : answer.Content.Headers.ContentType?.MediaType?.EndsWith("spreadsheetml.sheet", StringComparison.Ordinal) == true && HasSheet(bytes) ? [] : ["no workbook"];
    }

    private static bool HasSheet(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes));
        return zip.Entries.Any(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal));
    }

    /// <summary>The signs of a list: pages to turn, a table of rows, words for when there are none.</summary>
    [GeneratedRegex("\"_Pager\"|class=\"table|\"_EmptyState\"")]
    private static partial Regex Lists();

    [GeneratedRegex(@"[./=](xlsx|csv)\b", RegexOptions.IgnoreCase)]
    private static partial Regex File();

    /// <summary>A cell that a spreadsheet program would reckon: the first sign of a field, quoted or not.</summary>
    [GeneratedRegex("(^|,|\n)\"?[=@]")]
    private static partial Regex Formula();
}
