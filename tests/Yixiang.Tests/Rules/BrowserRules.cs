using System.Text.RegularExpressions;

namespace Yixiang.Tests.Rules;

/// <summary>Styles and scripts of the public pages run in browsers as old as Chromium 107, on which WeChat's own browser stands on phones that are not kept up to date.</summary>
public sealed partial class BrowserRules
{
    /// <summary>What came later and breaks a page where it is missing, with the version of Chromium that brought it. What only embellishes (<c>text-wrap</c>, <c>field-sizing</c>, <c>text-autospace</c>) may stay.</summary>
    private static readonly (string Pattern, int Since)[] Later =
    [
        (@"\bcolor-mix\(", 111), (@"\boklch\(|\boklab\(", 111), (@"\blight-dark\(", 123), ("@starting-style", 117), ("@scope", 118), (@"(^|[{;])\s*&", 112), (@"\bsubgrid\b", 117),
        (@"\b\d+d[vh]h\b", 108), (@"\banchor\(|position-area", 125), ("::details-content", 131), (":user-(in)?valid", 119), (@"\bpopover\b|showPopover", 114), (@"(?<!-webkit-)\bmask(-image)?\s*:", 120),
        (@"\.to(Sorted|Reversed|Spliced)\(", 110), (@"Promise\.withResolvers", 119), (@"(Object|Map)\.groupBy", 117), (@"Array\.fromAsync", 121), (@"URL\.canParse", 120), ("startViewTransition", 111),
        (@"\.(union|intersection|difference|isSubsetOf)\(", 122), (@"scheduler\.yield", 129),
    ];

    [Fact]
    public void Styles_and_scripts_ask_for_nothing_that_the_browser_of_WeChat_lacks()
    {
        var root = Path.Combine(Repository.Root, "src/Yixiang/wwwroot");
        var files = Directory.EnumerateFiles(root, "*.*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".css" or ".js" && !Path.GetFileName(f).StartsWith("plots", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 10);
        Rule.Holds(from file in files
                   let text = Unasked(File.ReadAllText(file))
                   from later in Later
                   let found = Regex.Match(text, later.Pattern, RegexOptions.Multiline)
                   where found.Success
                   select $"{Path.GetRelativePath(root, file)}: {found.Value.Trim()} came with Chromium {later.Since}; put it within @supports, with something else before it");
    }

    /// <summary>The bundle of the plots is made for those browsers too.</summary>
    [Fact]
    public void The_plots_are_bundled_for_the_same_browsers() =>
        Assert.Contains("--target=chrome107", File.ReadAllText(Path.Combine(Repository.Root, "bin/charts")), StringComparison.Ordinal);

    /// <summary>Without what stands behind a question whether the browser can do it, and without comments.</summary>
    private static string Unasked(string text) => Asked().Replace(Comment().Replace(text, ""), "");

    [GeneratedRegex(@"@supports[^{]*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|CSS\.supports\('[^']*'\)")]
    private static partial Regex Asked();

    [GeneratedRegex(@"/\*.*?\*/|^[ \t]*//[^\n]*", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Comment();
}
