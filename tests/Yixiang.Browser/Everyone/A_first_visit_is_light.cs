using System.Text.Json;
using Microsoft.Playwright;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>What comes over the line to a browser that was never here, as the browser itself counts it.</summary>
[Collection(nameof(ForEveryone))]
public sealed class A_first_visit_is_light(PublicCity city)
{
    /// <summary>Bytes as transferred: heads and compressed bodies of page, styles, scripts, icons and pictures.</summary>
    private const int Most = 150_000;

    [Theory]
    [InlineData("/")]
    [InlineData("/en")]
    [InlineData("/instruments")]
    [InlineData("/instruments?q=测水里的重金属")]
    [InlineData("/instruments/JZ-000001")]
    public async Task Page_styles_scripts_and_pictures_stay_below_150_kilobytes(string address)
    {
        var visit = city.Visit;
        var page = await city.ReaderAsync();
        var counted = await CountAsync(page, address);
        var listed = string.Join('\n', counted.OrderByDescending(c => c.Value).Select(c => $"{c.Value,9:#,##0} {c.Key}"));
        var sum = counted.Values.Sum();
        Assert.True(sum is > 5_000 and < Most, $"{address} is {sum:#,##0} bytes:\n{listed}");
        Assert.All(counted.Keys, url => Assert.StartsWith(visit.Address, url, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyDictionary<string, long>> CountAsync(IPage page, string address)
    {
        var cdp = await page.Context.NewCDPSessionAsync(page);
        var (urls, bytes) = (new Dictionary<string, string>(), new Dictionary<string, long>());
        cdp.Event("Network.requestWillBeSent").OnEvent += (_, sent) => urls[Text(sent!.Value, "requestId")] = sent.Value.GetProperty("request").GetProperty("url").GetString()!;
        cdp.Event("Network.loadingFinished").OnEvent += (_, came) => bytes[Text(came!.Value, "requestId")] = (long)came.Value.GetProperty("encodedDataLength").GetDouble();
        await cdp.SendAsync("Network.enable");
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        return bytes.Where(b => !urls[b.Key].StartsWith("data:", StringComparison.Ordinal)).GroupBy(b => urls[b.Key]).ToDictionary(g => g.Key, g => g.Sum(b => b.Value));
    }

    private static string Text(JsonElement message, string name) => message.GetProperty(name).GetString()!;
}
