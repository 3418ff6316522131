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

        var text = new StringBuilder();
        foreach (var field in Said)
        {
            text.Append(Plain(value(field))).Append('\n');
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), digest);
        return BinaryPrimitives.ReadInt64LittleEndian(digest);
    }

    /// <summary>Blanks, hyphens, case and full-width letters are how people write, not what they mean.</summary>
    private static string Plain(string text)
    {
        var folded = text.IsNormalized(NormalizationForm.FormKC) ? text : text.Normalize(NormalizationForm.FormKC);
        return string.Concat(folded.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '_' or '－'))).ToUpperInvariant();
    }
}
