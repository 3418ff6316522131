namespace Yixiang.Operator;

/// <summary>How a command ended.</summary>
/// <param name="Sentence">For people.</param>
/// <param name="Result">For scripts: printed as one JSON object with <c>--json</c>.</param>
internal sealed record Outcome(int Code, string Sentence, object Result)
{
    public const int Done = 0;
    public const int Found = 1;
    public const int Unusable = 2;
}
