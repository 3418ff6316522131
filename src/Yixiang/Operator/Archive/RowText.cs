using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Yixiang.Operator.Archive;

/// <summary>One row as one line of JSON, the same whichever database it comes from: what digests are taken over.</summary>
internal sealed class RowText(TableShape shape) : IDisposable
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter json = new(Stream.Null, Plain);

    /// <summary>The line, ended by a line feed; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Write(object?[] row)
    {
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartArray();
        for (var i = 0; i < row.Length; i++)
        {
            Write(shape.Columns[i].Kind, row[i]);
        }

        json.WriteEndArray();
        json.Flush();
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    public object?[] Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        return [.. document.RootElement.EnumerateArray().Select((cell, i) => Read(shape.Columns[i].Kind, cell))];
    }

    public void Dispose() => json.Dispose();

    private void Write(CellKind kind, object? value)
    {
        switch (kind, value)
        {
            case (_, null): json.WriteNullValue(); break;
            case (CellKind.Whole, long whole): json.WriteNumberValue(whole); break;
            case (CellKind.Truth, bool truth): json.WriteBooleanValue(truth); break;
            case (CellKind.Moment, DateTimeOffset moment): json.WriteNumberValue(moment.ToUnixTimeMilliseconds()); break;
            case (CellKind.Day, DateOnly day): json.WriteStringValue(day.ToString("O", CultureInfo.InvariantCulture)); break;
            case (CellKind.Time, TimeOnly time): json.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture)); break;
            case (CellKind.Number, decimal number): json.WriteStringValue(number.ToString("G29", CultureInfo.InvariantCulture)); break;
            case (CellKind.Real, double real): json.WriteNumberValue(real); break;
            case (CellKind.Identifier, Guid identifier): json.WriteStringValue(identifier); break;
            case (CellKind.Bytes, byte[] bytes): json.WriteBase64StringValue(bytes); break;
            default: json.WriteStringValue((string)value); break;
        }
    }

    private static object? Read(CellKind kind, JsonElement cell) => cell.ValueKind == JsonValueKind.Null ? null : kind switch
    {
        CellKind.Whole => cell.GetInt64(),
        CellKind.Truth => cell.GetBoolean(),
        CellKind.Moment => DateTimeOffset.FromUnixTimeMilliseconds(cell.GetInt64()),
        CellKind.Day => DateOnly.Parse(cell.GetString()!, CultureInfo.InvariantCulture),
        CellKind.Time => TimeOnly.Parse(cell.GetString()!, CultureInfo.InvariantCulture),
        CellKind.Number => decimal.Parse(cell.GetString()!, CultureInfo.InvariantCulture),
        CellKind.Real => cell.GetDouble(),
        CellKind.Identifier => cell.GetGuid(),
        CellKind.Bytes => cell.GetBytesFromBase64(),
        CellKind.Text => cell.GetString(),
    };
}
