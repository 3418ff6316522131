using Yixiang.Kernel;

namespace Yixiang.Sheets;

/// <summary>What a cell was understood to say: a value with the corrections that led to it, nothing, or a problem.</summary>
public readonly struct Reading<T>
{
    private readonly Correction[]? _corrections;

    internal Reading(bool hasValue, T value, Correction[]? corrections, FieldProblem? problem)
    {
        HasValue = hasValue;
        Value = value;
        _corrections = corrections;
        Problem = problem;
    }

    public bool HasValue { get; }

    /// <summary>Meaningful when <see cref="HasValue"/>.</summary>
    public T Value { get; }

    /// <summary>Why there is no value though something stands in the cell; the field is not named yet.</summary>
    public FieldProblem? Problem { get; }

    public IReadOnlyList<Correction> Corrections => _corrections ?? [];

    /// <summary>The cell is empty, or says that there is nothing.</summary>
    public bool IsBlank => !HasValue && Problem is null;

    /// <summary>The same outcome with the value turned into another.</summary>
    public Reading<TOther> Map<TOther>(Func<T, TOther> turn) =>
        new(HasValue, HasValue ? turn(Value) : default!, _corrections, Problem);

    /// <summary>Reads on from the value, keeping the corrections so far.</summary>
    public Reading<TOther> Then<TOther>(Func<T, Reading<TOther>> read)
    {
        if (!HasValue)
        {
            return new Reading<TOther>(false, default!, _corrections, Problem);
        }

        var next = read(Value);
        return new Reading<TOther>(next.HasValue, next.Value, Joined(_corrections, next._corrections), next.Problem);
    }

    internal Reading<T> With(Correction correction) => new(HasValue, Value, Joined(_corrections, [correction]), Problem);

    private static Correction[]? Joined(Correction[]? before, Correction[]? after) =>
        before is null ? after : after is null ? before : [.. before, .. after];
}

/// <summary>The outcomes of reading a cell.</summary>
public static class Reading
{
    public static Reading<T> Blank<T>() => default;

    public static Reading<T> Of<T>(T value, params Correction[] corrections) => new(true, value, corrections.Length == 0 ? null : corrections, null);

    /// <param name="code">The text is <c>problem.CODE</c>.</param>
    public static Reading<T> Refused<T>(string code, params object?[] args) => new(false, default!, null, new FieldProblem("", code, args));
}
