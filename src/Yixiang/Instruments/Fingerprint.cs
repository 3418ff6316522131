using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Yixiang.Instruments;

/// <summary>A short number that two descriptions of the same thing share: name, model, manufacturer, day of acceptance and value, whatever number the unit gave it.</summary>
/// <remarks>Five that were bought together share it too: it finds likely duplicates, it decides nothing.</remarks>
public static class Fingerprint
{
    private static readonly Field[] Said = [Fields.Name, Fields.Model, Fields.Manufacturer, Fields.AcceptedOn, Fields.OriginalValue];

    /// <summary>Null where name or model is missing: then too much would look alike.</summary>
    public static long? Of(Func<Field, string> value)
    {
        if (value(Fields.Name).Length == 0 || value(Fields.Model).Length == 0)
        {
            return null;
        }

        var text = new ArrayBufferWriter<char>(256);
        foreach (var field in Said)
        {
            WritePlain(text, value(field));
            text.Write("\n");
        }

        var bytes = new byte[Encoding.UTF8.GetByteCount(text.WrittenSpan)];
        Encoding.UTF8.GetBytes(text.WrittenSpan, bytes);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return BinaryPrimitives.ReadInt64LittleEndian(digest);
    }

    /// <summary>Blanks, hyphens, case and full-width letters are how people write, not what they mean.</summary>
    private static void WritePlain(ArrayBufferWriter<char> text, string said)
    {
        var folded = IsPlain(said) || said.IsNormalized(NormalizationForm.FormKC) ? said : said.Normalize(NormalizationForm.FormKC);
        var place = text.GetSpan(folded.Length);
        var length = 0;
        foreach (var c in folded)
        {
            if (!char.IsWhiteSpace(c) && c is not ('-' or '_' or '－'))
            {
                place[length++] = char.ToUpperInvariant(c);
            }
        }

        text.Advance(length);
    }

    /// <summary>ASCII and common Chinese characters have one form only; asking for it costs more than looking.</summary>
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (c is > '~' and not (>= '\u4E00' and <= '\u9FFF'))
            {
                return false;
            }
        }

        return true;
    }
}
