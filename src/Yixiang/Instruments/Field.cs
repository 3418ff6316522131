using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Instruments;

/// <summary>The shape of a field's canonical text.</summary>
public enum FieldKind
{
    /// <summary>One line.</summary>
    Line,

    /// <summary>Several lines.</summary>
    Prose,

    /// <summary>One code of <see cref="Field.Table"/>.</summary>
    Code,

    /// <summary>Up to <see cref="Field.Most"/> codes of <see cref="Field.Table"/>, separated by commas.</summary>
    Codes,

    /// <summary><c>2026-03-01</c>.</summary>
    Date,

    /// <summary>Yuan with two decimals: <c>2350000.00</c>.</summary>
    Money,

    /// <summary>A number without separators: <c>1400</c>, <c>12.5</c>.</summary>
    Number,

    /// <summary><c>yes</c> or <c>no</c>.</summary>
    YesNo,

    /// <summary>Exactly <see cref="Field.Most"/> digits.</summary>
    Digits,

    Phone,
    Email,
    Url,
}

/// <summary>Who asks for a field.</summary>
public enum Demand
{
    Optional,

    /// <summary>The national platform asks for it; a filing with the city may do without, a recommendation may not.</summary>
    National,

    /// <summary>Notice article 6 asks for it: a filing without it is not complete.</summary>
    City,
}

/// <summary>The part of the form in which a field stands.</summary>
public enum FieldSection { Identity, Acquisition, Description, Openness, Place, Contact, Customs, People }

/// <summary>One field of an instrument, declared once: form, validation, import, export, comparison, public page and national form read it.</summary>
/// <param name="Key">Its key in data, API and texts (<c>field.KEY</c>, help in <c>field.KEY.help</c>).</param>
/// <param name="Most">Most characters (字), most codes, exact number of digits, or highest number, by kind.</param>
public sealed record Field(string Key, FieldSection Section, FieldKind Kind, int Most, Demand Demand)
{
    private static int _declared;

    /// <summary>0, 1, 2 … as it was declared: by it tables are made that know a field without comparing keys.</summary>
    internal int Number { get; } = Interlocked.Increment(ref _declared) - 1;

    /// <summary>The code table a coded field draws from.</summary>
    public string? Table { get; init; }

    public IReadOnlyList<ResourceKind> Kinds { get; init; } = Enum.GetValues<ResourceKind>();

    /// <summary>Whether everybody may see it. Contacts are shown by consent only, and never by this mark.</summary>
    public bool Public { get; init; } = true;

    /// <summary>Other headings under which it comes in spreadsheets.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>Its name in the national platform's interface.</summary>
    public string? NationalKey { get; init; }

    /// <summary>Asked for only when another field says so: <c>customsSupervised = yes</c>.</summary>
    public (string Key, string Value)? When { get; init; }

    public string Label => T($"field.{Key}");

    public string? Help => Has($"field.{Key}.help") ? T($"field.{Key}.help") : null;

    public bool IsText => Kind is FieldKind.Line or FieldKind.Prose;

    /// <summary>What is said when it is asked for and empty.</summary>
    public FieldProblem Required => field ??= new(Key, "required");

    /// <summary>Each field is declared once: it is the same only as itself.</summary>
    public bool Equals(Field? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
