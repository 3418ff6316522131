using System.Diagnostics;
using System.Text.Json;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>The Nu Html Checker, the validator of the HTML standard itself, reads every public page.</summary>
[Collection(nameof(ForEveryone))]
public sealed class Html_passes_the_validator(PublicCity city)
{
    /// <summary>What the validator says of markup that is right, each with why.</summary>
    private static readonly string[] Accepted =
    [
        // The framework writes the antiforgery field of a form in the manner of XHTML; the value is quoted, so nothing can go wrong with it.
        "Trailing slash on void elements has no effect",
    ];

    /// <summary>Two of a kind that may not be: says that the validator looks.</summary>
    private const string Wrong = "<!doctype html><html lang=en><title>wrong</title><p id=a></p><p id=a></p>";

    [Fact]
    public async Task Every_public_page_is_valid_in_both_languages()
    {
        IReadOnlyList<PublicPage> pages = [.. await city.PagesAsync(), .. await PublicPages.SimpleAsync(city.Visit)];
        var folder = Directory.CreateTempSubdirectory("yixiang-html-").FullName;
        try
        {
            foreach (var (page, i) in pages.Select((page, i) => (page, i)))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.html"), page.Html);
            }

            await File.WriteAllTextAsync(Path.Combine(folder, $"{pages.Count}.html"), Wrong);
            var found = await ValidateAsync(folder);
            var faults = found.Where(f => f.File < pages.Count).Select(f => $"{pages[f.File].Address}: {f.Fault}").ToList();
            Assert.True(pages.Count > 150, $"Only {pages.Count} pages were found.");
            Assert.True(faults.Count == 0, $"{faults.Count} faults on {pages.Count} pages:\n{string.Join('\n', faults.Take(60))}");
            Assert.Contains(found, f => f.File == pages.Count && f.Fault.Contains("Duplicate ID", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<(int File, string Fault)>> ValidateAsync(string folder)
    {
        var jar = Path.Combine(Repository.Root, "tests/Yixiang.Browser/node_modules/vnu-jar/build/dist/vnu.jar");
        Assert.True(File.Exists(jar), $"{jar} is missing. Repair: tests/Yixiang.Browser/install.sh");
        var start = new ProcessStartInfo("java", ["-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", folder]) { RedirectStandardOutput = true };
        using var java = Process.Start(start) ?? throw new InvalidOperationException("java does not start. Repair: bin/setup --tests");
        var said = await java.StandardOutput.ReadToEndAsync();
        await java.WaitForExitAsync();
        Assert.Equal(0, java.ExitCode);
        return
        [
            .. from message in JsonDocument.Parse(said).RootElement.GetProperty("messages").EnumerateArray()
               let text = message.GetProperty("message").GetString()!
               where !Accepted.Any(a => text.Contains(a, StringComparison.Ordinal))
               let extract = message.TryGetProperty("extract", out var around) ? around.GetString()!.ReplaceLineEndings(" ") : ""
               select (int.Parse(Path.GetFileNameWithoutExtension(message.GetProperty("url").GetString()!)), $"{text} at {extract}"),
        ];
    }
}
