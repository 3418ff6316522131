using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.OpenData;

/// <summary>The ledger as JSON Lines: one object a line, canonical values (codes, yuan, ISO dates), UTF-8.</summary>
internal static class JsonLines
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes line by line and holds one line at a time.</summary>
    public static async Task WriteAsync(Stream stream, IAsyncEnumerable<OpenLine> lines, CancellationToken stop)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        await foreach (var line in lines.WithCancellation(stop))
        {
            using (var json = new Utf8JsonWriter(buffer, Options))
            {
                Write(json, line);
            }

            buffer.Write("\n"u8);
            if (buffer.WrittenCount > 1 << 15)
            {
                await stream.WriteAsync(buffer.WrittenMemory, stop);
                buffer.ResetWrittenCount();
            }
        }

        await stream.WriteAsync(buffer.WrittenMemory, stop);
    }

    private static void Write(Utf8JsonWriter json, OpenLine open)
    {
        var (instrument, version, organisation) = (open.Line.Instrument, open.Line.Version, open.Line.Organisation);
        json.WriteStartObject();
        json.WriteString("reference", instrument.Reference);
        json.WriteString("kind", instrument.Kind.ToString());
        json.WriteStartObject("organisation");
        json.WriteString("reference", organisation.Reference);
        json.WriteString("name", organisation.Name);
        json.WriteString("uscc", organisation.Uscc);
        json.WriteEndObject();
        json.WriteString("publishedOn", CityTime.Show(open.PublishedOn));
        json.WriteNumber("version", version.Number);
        foreach (var field in OpenTable.Given.Where(f => open.Particulars[f] != ""))
        {
            Write(json, field, open.Particulars);
        }

        json.WriteStartArray("tariff");
        foreach (var price in open.Particulars.Tariff)
        {
            json.WriteStartObject();
            json.WriteString("item", price.Item);
            json.WriteString("unit", price.Unit);
            Write(json, "internalYuan", price.Internal);
            Write(json, "externalYuan", price.External);
            json.WriteString("note", price.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (open.Line.Recommendation?.Was is { } there)
        {
            json.WriteString("provincialNumber", there.Number);
            json.WriteString("provincialUrl", there.Address);
            json.WriteString("provincialSince", CityTime.Show(there.ListedOn));
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Field field, Particulars particulars)
    {
        if (field.Kind == FieldKind.Codes)
        {
            json.WriteStartArray(field.Key);
            foreach (var code in particulars.CodesOf(field))
            {
                json.WriteStringValue(code);
            }

            json.WriteEndArray();
        }
        else if (field.Kind is FieldKind.Number or FieldKind.Money && particulars.NumberOf(field) is { } number)
        {
            json.WriteNumber(field.Key, number);
        }
        else
        {
            json.WriteString(field.Key, particulars[field]);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } said)
        {
            json.WriteNumber(name, said);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
