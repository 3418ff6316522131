using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Yixiang.Kernel;

/// <summary>A writer of JSON with its buffer, used again by the thread that gave it back: an import writes some hundred thousand small documents.</summary>
internal sealed class JsonText : IDisposable
{
    /// <summary>A buffer that one long document has made larger is not kept.</summary>
    private const int Largest = 64 * 1024;

    [ThreadStatic]
    private static JsonText? _kept;

    private readonly JavaScriptEncoder? _encoder;
    private readonly ArrayBufferWriter<byte> _content = new(2048);

    private JsonText(JavaScriptEncoder? encoder) => (_encoder, Writer) = (encoder, new(_content, new() { Encoder = encoder }));

    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written so far; good until this is disposed of.</summary>
    public ReadOnlySpan<byte> Written
    {
        get
        {
            Writer.Flush();
            return _content.WrittenSpan;
        }
    }

    public static JsonText Rent(JavaScriptEncoder? encoder = null)
    {
        if (_kept is { } kept && kept._encoder == encoder)
        {
            _kept = null;
            return kept;
        }

        return new(encoder);
    }

    public void Dispose()
    {
        if (_content.Capacity > Largest)
        {
            Writer.Dispose();
            return;
        }

        _content.ResetWrittenCount();
        Writer.Reset();
        _kept = this;
    }
}
