using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>What becomes of one row.</summary>
public enum RowOutcome
{
    /// <summary>Taken as it stands.</summary>
    Accepted,

    /// <summary>Taken after something was changed, and the change is said.</summary>
    Corrected,

    /// <summary>Not taken: a value cannot be right.</summary>
    Rejected,

    /// <summary>The ledger or an open filing says the same already.</summary>
    Unchanged,

    /// <summary>The same instrument as another row of this file.</summary>
    Duplicate,
}

/// <summary>The judgement on one row of an import; the values themselves stay in the file.</summary>
[Unjournalled("a report on a file, made anew by every pass; the filings that come of it have their own entries")]
public sealed class ImportRow
{
    public long Id { get; private set; }
    public required long ImportId { get; init; }

    /// <summary>As Excel shows it.</summary>
    public required int RowNumber { get; init; }
    public required RowOutcome Outcome { get; init; }
    public required string OwnNumber { get; init; }
    public required string Name { get; init; }

    /// <summary>The filing that was written, or the one or the instrument that already says so.</summary>
    public string? Target { get; init; }

    /// <summary>What was changed, remarked or found wrong: JSON; null when nothing was.</summary>
    public string? Messages { get; init; }

    public IReadOnlyList<RowMessage> ReadMessages() => RowMessage.Parse(Messages);
}

public enum MessageKind { Correction, Remark, Problem }

/// <summary>One thing to say about a row, kept as code and arguments so that each reader gets it in their language.</summary>
/// <param name="Field">Key of the field, or of an extra column; empty for the whole row.</param>
/// <param name="Value">What stands in the cell, for problems.</param>
public sealed record RowMessage(MessageKind Kind, string Field, string Code, IReadOnlyList<string> Args, string? Value = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Said of a row whose organisation nobody knows yet; its first argument is the name.</summary>
    public const string NewOrganisation = "import.new-organisation";

    private sealed record KeptRefusal(RefusalKind Kind, string Code, string[] Args);

    [JsonIgnore]
    public string Sentence => T(Kind == MessageKind.Problem ? $"problem.{Code}" : $"correction.{Code}", [.. Args]);

    [JsonIgnore]
    public string FieldLabel => ImportColumns.LabelOf(Field);

    public static RowMessage Of(string field, Correction correction) =>
        new(correction.IsRemark ? MessageKind.Remark : MessageKind.Correction, field, correction.Code, [correction.Before, correction.After]);

    public static RowMessage Of(FieldProblem problem, string? value) =>
        new(MessageKind.Problem, problem.Field, problem.Code, [.. problem.Args.Select(a => a?.ToString() ?? "")], value);

    public static RowMessage Remark(string field, string code, params string[] args) => new(MessageKind.Remark, field, code, args);

    public static string? ToJson(IReadOnlyList<RowMessage> messages) => messages.Count == 0 ? null : JsonSerializer.Serialize(messages, Json);

    public static IReadOnlyList<RowMessage> Parse(string? json) => json is null ? [] : JsonSerializer.Deserialize<RowMessage[]>(json, Json)!;

    internal static string Keep(Refusal refusal) =>
        JsonSerializer.Serialize(new KeptRefusal(refusal.Kind, refusal.Code, [.. refusal.Args.Select(a => a?.ToString() ?? "")]), Json);

    internal static Refusal? Unkeep(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<KeptRefusal>(json, Json) is { } kept ? new(kept.Kind, kept.Code, [.. kept.Args]) : null;
}
