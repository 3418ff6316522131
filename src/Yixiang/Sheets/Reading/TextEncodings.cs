using System.Text;

namespace Yixiang.Sheets;

/// <summary>Which encoding a text file is written in: by its mark, else by which one fits its bytes.</summary>
public static class TextEncodings
{
    private const int SampleBytes = 1 << 20;

    /// <summary>What Excel on a Chinese Windows writes when it is asked for CSV; contains GBK and GB2312.</summary>
    public static readonly Encoding Gb18030 = LoadGb18030();

    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>True where bytes occur that no text has (UTF-16 text apart).</summary>
    public static bool LooksBinary(ReadOnlySpan<byte> sample) =>
        Utf16Of(sample) is null && sample.ContainsAnyInRange((byte)0, (byte)8);

    public static Encoding Of(Stream seekable)
    {
        seekable.Position = 0;
        var sample = new byte[(int)Math.Min(SampleBytes, seekable.Length)];
        var read = seekable.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        seekable.Position = 0;
        var bytes = sample.AsSpan(0, read);
        return Utf16Of(bytes) ?? (IsUtf8(bytes) ? new UTF8Encoding(true) : Gb18030);
    }

    private static Encoding? Utf16Of(ReadOnlySpan<byte> sample)
    {
        if (sample.StartsWith<byte>([0xFF, 0xFE]))
        {
            return Encoding.Unicode;
        }

        if (sample.StartsWith<byte>([0xFE, 0xFF]))
        {
            return Encoding.BigEndianUnicode;
        }

        return WithoutMark(sample);
    }

    /// <summary>ASCII characters of unmarked UTF-16 leave a zero in every second byte, on one side only.</summary>
    private static Encoding? WithoutMark(ReadOnlySpan<byte> sample)
    {
        int even = 0, odd = 0;
        for (var i = 0; i < Math.Min(sample.Length, 2048); i++)
        {
            if (sample[i] == 0)
            {
                _ = i % 2 == 0 ? even++ : odd++;
            }
        }

        var few = Math.Max(2, Math.Min(sample.Length, 2048) / 20);
        return (even, odd) switch
        {
            (0, var o) when o >= few => Encoding.Unicode,
            (var e, 0) when e >= few => Encoding.BigEndianUnicode,
            _ => null,
        };
    }

    private static bool IsUtf8(ReadOnlySpan<byte> sample)
    {
        // The sample may end inside a character: up to three bytes are forgiven.
        for (var cut = 0; cut < 4 && cut <= sample.Length; cut++)
        {
            try
            {
                StrictUtf8.GetCharCount(sample[..^cut]);
                return true;
            }
            catch (DecoderFallbackException) when (sample.Length == SampleBytes && cut < 3)
            {
                continue;
            }
            catch (DecoderFallbackException)
            {
                return false;
            }
        }

        return false;
    }

    private static Encoding LoadGb18030()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030");
    }
}
