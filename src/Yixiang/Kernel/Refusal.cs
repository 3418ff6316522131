using static Yixiang.Kernel.Texts;

namespace Yixiang.Kernel;

/// <summary>How a refusal is answered: 403, 409, 422, 409, 400, 404, 413.</summary>
public enum RefusalKind { NotAllowed, WrongState, Incomplete, Conflict, WrongInput, NotThere, TooLarge }

/// <summary>Why something may not be done: a stable code, and a sentence in the reader's language from the text <c>refusal.CODE</c>.</summary>
public sealed record Refusal(RefusalKind Kind, string Code, params object?[] Args)
{
    /// <summary>The fields to which it applies, by key, each with its own sentence; empty when it applies to the whole.</summary>
    public IReadOnlyList<FieldProblem> Fields { get; init; } = [];

    public string Sentence => T($"refusal.{Code}", Args);
}

/// <summary>What is wrong with one field, in the reader's language.</summary>
/// <param name="Field">The field's key, or its path such as <c>tariff[2].price</c>.</param>
/// <param name="Code">Stable code; the text is <c>problem.CODE</c>.</param>
public sealed record FieldProblem(string Field, string Code, params object?[] Args)
{
    public string Sentence => T($"problem.{Code}", Args);
}

/// <summary>Thrown when a use case is refused; rolls the transaction back and is mapped to a response in one place.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Code)
{
    public Refusal Refusal { get; } = refusal;
}
