using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

/// <summary>One row on its way: what was read from it, and what there is to say about it.</summary>
internal sealed class Candidate(int rowNumber, RowFields fields)
{
    /// <summary>Canonical texts of the fields that the row fills, in the order of <paramref name="fields"/>; null where it is silent.</summary>
    private readonly string?[] _texts = new string?[fields.Count];
    private long? _fingerprint;
    private UInt128? _ownDigest;
    private UInt128? _alternativeDigest;

    public int RowNumber { get; } = rowNumber;
    public List<RowMessage> Messages { get; } = [];
    public string OrganisationName { get; set; } = "";
    public Uscc? OrganisationCode { get; set; }
    public long? OrganisationId { get; set; }
    public RowOutcome? Outcome { get; set; }

    /// <summary>What a new instrument of this row says, and what is wrong or missing in it: inspected once, used when it is written.</summary>
    public (Particulars Particulars, Findings Findings)? AsNew { get; set; }

    /// <summary>Reference of the filing or instrument that was found or written.</summary>
    public string? Target { get; set; }

    public string this[Field field]
    {
        get => fields.PlaceOf(field) is >= 0 and var place ? _texts[place] ?? "" : "";
        set => _texts[fields.PlaceOf(field)] = value.Trim();
    }

    /// <summary>By what it is known again, once its organisation is.</summary>
    public string MatchKey => field ??= Filings.MatchKey.Of(OrganisationId, this[Fields.OwnNumber], f => this[f]);

    /// <summary>By which it is compared with what other numbers stand for.</summary>
    public long? Fingerprint => _fingerprint ??= Instruments.Fingerprint.Of(f => this[f]);

    /// <summary>Digest of its own number, or of what stands for it: by it and its organisation it is compared with the other rows.</summary>
    public UInt128 OwnDigest => _ownDigest ??= this[Fields.OwnNumber] is { Length: > 0 } number ? DigestOf(number) : AlternativeDigest;

    /// <summary>Digest of what stands for a number where there is none.</summary>
    public UInt128 AlternativeDigest => _alternativeDigest ??= DigestOf(Filings.MatchKey.WithoutNumber(f => this[f]));

    /// <summary>Works out all by which it is compared: beside the work of the database, where it costs no time.</summary>
    public void Digest() => (_, _, _) = (Fingerprint, OwnDigest, AlternativeDigest);

    private static UInt128 DigestOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    public bool IsRejected => Outcome == RowOutcome.Rejected;

    public bool IsOpen => Outcome is null;

    public void Reject(string field, string code, params object?[] args) => Reject(new FieldProblem(field, code, args), null);

    public void Reject(FieldProblem problem, string? value)
    {
        Messages.Add(RowMessage.Of(problem, value));
        Outcome = RowOutcome.Rejected;
    }

    /// <summary>It says that it is classified: refused, and nothing of what it says stays, not even for the report.</summary>
    public void RefuseAsClassified()
    {
        Array.Clear(_texts);
        Messages.Clear();
        (OrganisationName, OrganisationCode, AsNew) = ("", null, null);
        Reject("", "import-classified");
    }

    /// <summary>The row over what was known before: an empty cell leaves the field as it was.</summary>
    public Particulars Over(Particulars before)
    {
        var said = fields.Of(_texts);
        return before with { Values = before.Values.Count == 0 ? said : said.Aggregate(before.Values, (all, text) => all.With(text.Key, text.Value)) };
    }

    /// <summary>Whether the row says nothing that is not known already; most often it says the very same, and nothing need be parsed.</summary>
    public bool AddsNothingTo(Known known)
    {
        var said = AsNew!.Value.Particulars;
        return said.ToJson() == known.Content || said.Values.All(text => known.Particulars.Values.TryGetValue(text.Key, out var there) && there == text.Value);
    }

    public ImportRow ToRow(long importId) => new()
    {
        ImportId = importId,
        RowNumber = RowNumber,
        Outcome = Outcome ?? RowOutcome.Accepted,
        OwnNumber = Cut(this[Fields.OwnNumber], 150),
        Name = Cut(this[Fields.Name], 300),
        Target = Target,
        Messages = RowMessage.ToJson(Messages),
    };

    /// <summary>Accepted as it stands, or after corrections.</summary>
    public void Accept() => Outcome = Messages.Exists(m => m.Kind == MessageKind.Correction) ? RowOutcome.Corrected : RowOutcome.Accepted;

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
