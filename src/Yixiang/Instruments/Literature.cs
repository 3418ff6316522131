using System.Text.RegularExpressions;

namespace Yixiang.Instruments;

/// <summary>A paper or patent made with an instrument: one line of <see cref="Fields.Publications"/>.</summary>
/// <param name="Title">The line without its number.</param>
/// <param name="Doi">As registered: <c>10.1016/j.talanta.2024.125678</c>; null where the line has none.</param>
/// <param name="Patent">Number of the patent: <c>ZL202310123456.7</c>; null for a paper.</param>
public sealed partial record Literature(string Title, string? Doi, string? Patent)
{
    /// <summary>Where the DOI leads; null without one.</summary>
    public string? Address => Doi is null ? null : $"https://doi.org/{string.Join('/', Doi.Split('/').Select(Uri.EscapeDataString))}";

    /// <summary>What the unit names, in its order.</summary>
    public static IReadOnlyList<Literature> Of(Particulars particulars) =>
        [.. particulars[Fields.Publications].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read)];

    private static Literature Read(string line)
    {
        var doi = DoiShape().Match(line);
        var patent = doi.Success ? Match.Empty : PatentShape().Match(line);
        var title = Bare(doi.Success ? line.Remove(doi.Index, doi.Length) : patent.Success ? line.Remove(patent.Index, patent.Length) : line);
        return new(title == "" ? line : title, doi.Success ? doi.Groups["doi"].Value : null, patent.Success ? patent.Groups["number"].Value.Replace(" ", "") : null);
    }

    private static string Bare(string title) => title.Trim(' ', '\t', ',', ';', ':', '，', '；', '：', '。', '(', ')', '（', '）', '[', ']');

    [GeneratedRegex(@"(https?://(dx\.)?doi\.org/|doi\s*[:：]?\s*)?(?<doi>10\.\d{4,9}/[^\s，；。（）<>""]*[^\s，；。（）<>"".,;:\])])", RegexOptions.IgnoreCase)]
    private static partial Regex DoiShape();

    [GeneratedRegex(@"(专利号|申请号|授权公告号|公开号|patent no\.?)?\s*[:：]?\s*\b(?<number>(ZL|CN)\s?\d{7,13}(\.[\dX])?[A-Z]?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex PatentShape();
}
