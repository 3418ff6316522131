using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Yixiang.Sheets;

/// <summary>Cells of a sheet that were merged into one: what stands in the first of them stands for all.</summary>
/// <param name="FirstRow">As Excel shows it, from 1.</param>
/// <param name="FirstColumn">From 0.</param>
public readonly record struct MergedCells(int FirstRow, int LastRow, int FirstColumn, int LastColumn);

/// <summary>Finds the merged cells of an XML sheet. They stand behind all its rows, so the part is looked through for their name alone: that costs a tenth of reading it.</summary>
internal static partial class XlsxMerges
{
    private const int Most = 100_000;
    private const int LongestElement = 512;

    public static List<MergedCells> In(Stream part)
    {
        var found = new List<MergedCells>();
        var buffer = new byte[1 << 16];
        int kept = 0, read;
        while (found.Count < Most && (read = part.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            var open = Take(bytes, found);
            kept = Math.Min(bytes.Length - open, LongestElement);
            bytes[^kept..].CopyTo(buffer);
        }

        return found;
    }

    /// <summary>Where what could still be the beginning of one begins.</summary>
    private static int Take(ReadOnlySpan<byte> bytes, List<MergedCells> found)
    {
        var from = 0;
        while (bytes[from..].IndexOf("mergeCell "u8) is >= 0 and var at)
        {
            var end = bytes[(from + at)..].IndexOf((byte)'>');
            if (end < 0)
            {
                return from + at;
            }

            if (IsElement(bytes[..(from + at)]) && Range().Match(Encoding.ASCII.GetString(bytes.Slice(from + at, end))) is { Success: true } range)
            {
                found.Add(new(Row(range.Groups[2]), Row(range.Groups[4]), XlsxCursor.ColumnOf(range.Groups[1].Value, 0), XlsxCursor.ColumnOf(range.Groups[3].Value, 0)));
            }

            from += at + end;
        }

        return Math.Max(from, bytes.Length - "mergeCell ".Length);
    }

    /// <summary>Behind <c>&lt;</c> or <c>&lt;x:</c>, which no text of a cell can hold.</summary>
    private static bool IsElement(ReadOnlySpan<byte> before)
    {
        var start = before.TrimEnd("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:"u8);
        return start.IsEmpty || start[^1] == (byte)'<';
    }

    private static int Row(Group digits) => int.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"ref\s*=\s*[""']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})")]
    private static partial Regex Range();
}
