using System.Diagnostics;
using System.Text.Json.Nodes;
using Yixiang.Tests.Browser.Everyone;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.Browser.Machines;

/// <summary>Programmes that we did not write read what is meant for programmes: a feed reader, a reader of sitemaps and of robots.txt, a harvester, a JSON-LD processor, and the types of schema.org.</summary>
[Collection(nameof(ForEveryone))]
public sealed class Other_programmes_read_it(PublicCity city)
{
    [Fact]
    public async Task Feeds_sitemaps_harvests_and_structured_data_are_what_their_readers_expect()
    {
        var folder = Directory.CreateTempSubdirectory("yixiang-clients-").FullName;
        try
        {
            var said = JsonNode.Parse(await RunAsync(city.Visit.Address, folder))!;
            var (faults, counts) = (said["faults"]!.AsArray().Select(f => (string?)f).ToList(), said["counts"]!);
            Assert.True(faults.Count == 0, $"{faults.Count} faults:\n{string.Join('\n', faults)}\n{counts}");
            Assert.True((int)counts["heads"]! > 200 && (int)counts["deleted"]! > 0 && (int)counts["pages"]! > 400 && (int)counts["entries of /feeds/exited.atom"]! > 0, counts.ToJsonString());
            Assert.Equal(["BreadcrumbList", "Dataset", "Organization", "Product", "WebSite"], counts["types"]!.AsArray().Select(t => (string?)t));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(string site, string folder)
    {
        var script = Path.Combine(Repository.Root, "tests/Yixiang.Browser/Machines/clients.mjs");
        var start = new ProcessStartInfo("node", [script, site, folder]) { RedirectStandardOutput = true };
        using var node = Process.Start(start) ?? throw new InvalidOperationException("node does not start.");
        var said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
        return said;
    }
}
