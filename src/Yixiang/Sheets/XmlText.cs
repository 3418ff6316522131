using System.Buffers;
using System.Globalization;
using System.Text;

namespace Yixiang.Sheets;

/// <summary>Text inside a worksheet.</summary>
/// <remarks>
/// Characters that XML cannot hold are written as <c>_x000B_</c> (ECMA-376 part 1, 22.9.2.19), and a text that happens to look like that has its
/// underscore written so, which makes the way there and back exact.
/// </remarks>
internal static class XmlText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(c => c is not '\t' and not '\n').Select(c => (char)c), '&', '<', '>', '_', '\uFFFE', '\uFFFF', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    public static void Write(IBufferWriter<byte> buffer, string text)
    {
        var rest = text.AsSpan();
        for (var at = rest.IndexOfAny(Special); at >= 0; at = rest.IndexOfAny(Special))
        {
            Encoding.UTF8.GetBytes(rest[..at], buffer);
            var taken = WriteSpecial(buffer, rest[at..]);
            rest = rest[(at + taken)..];
        }

        Encoding.UTF8.GetBytes(rest, buffer);
    }

    private static int WriteSpecial(IBufferWriter<byte> buffer, ReadOnlySpan<char> text)
    {
        switch (text[0])
        {
            case '&': buffer.Write("&amp;"u8); return 1;
            case '<': buffer.Write("&lt;"u8); return 1;
            case '>': buffer.Write("&gt;"u8); return 1;
            case '_' when !LooksEscaped(text): buffer.Write("_"u8); return 1;
            case var c when char.IsHighSurrogate(c) && text.Length > 1 && char.IsLowSurrogate(text[1]):
                Encoding.UTF8.GetBytes(text[..2], buffer);
                return 2;
            case var c:
                Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_"), buffer);
                return 1;
        }
    }

    private static bool LooksEscaped(ReadOnlySpan<char> text) =>
        text.Length >= 7 && text[1] == 'x' && text[6] == '_'
        && char.IsAsciiHexDigit(text[2]) && char.IsAsciiHexDigit(text[3]) && char.IsAsciiHexDigit(text[4]) && char.IsAsciiHexDigit(text[5]);
}
