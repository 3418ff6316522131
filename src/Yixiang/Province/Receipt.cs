using System.Text.Encodings.Web;
using System.Text.Json;

namespace Yixiang.Province;

/// <summary>What one row of the province's answer says.</summary>
/// <param name="Row">Its number, as Excel shows it.</param>
/// <param name="Instrument">Our reference of the instrument.</param>
/// <param name="Result">In the province's words.</param>
public sealed record ReceiptLine(int Row, string Instrument, string Number, string Address, string Result, string Reason, string ListedOn);

/// <summary>回执: an answer of the province, as it was handed in: first looked at, then taken.</summary>
/// <remarks>Only the columns that matter are kept, with the digest of the file; what is said of a purged instrument can so be taken out of it (A1).</remarks>
public sealed class Receipt
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public long Id { get; private set; }

    /// <summary><c>A2026-000004</c>.</summary>
    public required string Reference { get; init; }
    public required string FileName { get; init; }

    /// <summary>SHA-256 of the file, hexadecimal.</summary>
    public required string Digest { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The lines, as JSON.</summary>
    public required string Content { get; init; }
    public required int Rows { get; init; }

    /// <summary>When its good rows were taken over; null while it was only looked at.</summary>
    public DateTimeOffset? TakenAt { get; private set; }

    /// <summary>Rows by which something was changed.</summary>
    public int Taken { get; private set; }

    /// <summary>Rows that were wrong when it was taken.</summary>
    public int Wrong { get; private set; }
    public Guid Version { get; private set; } = Guid.NewGuid();

    public IReadOnlyList<ReceiptLine> Lines => JsonSerializer.Deserialize<List<ReceiptLine>>(Content, Json)!;

    internal static string Say(IReadOnlyList<ReceiptLine> lines) => JsonSerializer.Serialize(lines, Json);

    internal void Take(DateTimeOffset at, int taken, int wrong) => (TakenAt, Taken, Wrong, Version) = (at, Taken + taken, wrong, Guid.NewGuid());
}
