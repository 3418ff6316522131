using System.Diagnostics.CodeAnalysis;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>What is known of a Chinese character when it is looked for: how it is read, without tones, and its simplified form.</summary>
/// <remarks>The tables lie in <c>CityPacks/common/han</c> and are made by <c>bin/han</c>.</remarks>
public static class Han
{
    private const char First = '一', Last = '龥';
    private static readonly Lazy<Tables> Loaded = new(() => Load(Path.Combine(CityPack.Folder, "common", "han")));

    public static bool Is(char character) => character is >= First and <= Last;

    /// <summary>镜 for 鏡; any other character is its own.</summary>
    public static char Simplified(char character) => Is(character) ? Loaded.Value.Simplified[character - First] : character;

    /// <summary>Readings of a character, the usual one first: zhong, chong. A letter or digit reads as itself.</summary>
    public static IReadOnlyList<string> Readings(char character) => Is(character) ? Loaded.Value.Readings[character - First] ?? [] : [character.ToString()];

    /// <summary>All ways to read a text, as syllables; at most <paramref name="most"/>.</summary>
    /// <returns>Nothing when a character has no reading.</returns>
    [SuppressMessage("Design", "MA0016", Justification = "Read by index in the hot path.")]
    public static List<string[]> Spell(string text, int most = 8)
    {
        List<string[]> ways = [[]];
        foreach (var character in text)
        {
            var readings = Readings(character);
            if (readings.Count == 0)
            {
                return [];
            }

            ways = [.. ways.SelectMany(_ => readings, (way, reading) => (string[])[.. way, reading]).Take(most)];
        }

        return ways;
    }

    private static Tables Load(string folder)
    {
        var tables = new Tables([.. Enumerable.Range(First, Last - First + 1).Select(c => (char)c)], new string[Last - First + 1][]);
        foreach (var (syllable, characters) in Lines(folder, "pinyin.tsv").Concat(Lines(folder, "pinyin-other.tsv")))
        {
            foreach (var character in characters.Where(Is))
            {
                tables.Readings[character - First] = [.. tables.Readings[character - First] ?? [], syllable];
            }
        }

        foreach (var (simplified, traditional) in Lines(folder, "traditional.tsv"))
        {
            foreach (var character in traditional.Where(Is))
            {
                tables.Simplified[character - First] = simplified[0];
            }
        }

        return tables;
    }

    private static IEnumerable<(string Key, string Characters)> Lines(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, file)).Select((line, i) => line.Split('\t') is [{ Length: > 0 } key, { Length: > 0 } characters]
            ? (key, characters)
            : throw new CityPackError(file, Texts.T("citypack.line", i + 1), Texts.T("citypack.row")));

    private sealed record Tables(char[] Simplified, string[]?[] Readings);
}
