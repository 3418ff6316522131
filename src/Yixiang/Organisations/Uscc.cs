using System.Buffers;
using Yixiang.Kernel;

namespace Yixiang.Organisations;

/// <summary>A unified social credit code (统一社会信用代码, GB 32100-2015): the 18 characters by which every organisation in China is known.</summary>
public readonly record struct Uscc
{
    /// <summary>Digits and capital letters without I, O, S, V and Z.</summary>
    private const string Characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Characters);
    private const int Length = 18;
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private readonly string? _code;

    private Uscc(string code) => _code = code;

    /// <exception cref="FormatException">The text is no valid code.</exception>
    public static Uscc Parse(string text) => TryParse(text, out var code, out var problem) ? code : throw new FormatException(problem!.Code);

    /// <summary>Blanks, hyphens, lower case and full-width characters are forgiven; a wrong check digit is not.</summary>
    /// <param name="problem">Why not: <c>uscc-length</c>, <c>uscc-character</c> or <c>uscc-check</c>, each with the position from 1; the field is not named yet.</param>
    public static bool TryParse(string? text, out Uscc code, out FieldProblem? problem)
    {
        var plain = Plain(text ?? "");
        problem = ProblemOf(plain);
        code = problem is null ? new Uscc(plain) : default;
        return problem is null;
    }

    public static bool IsValid(string? text) => TryParse(text, out _, out _);

    public override string ToString() => _code ?? "";

    private static string Plain(string text) =>
        string.Concat(text.Normalize(System.Text.NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c != '-')).ToUpperInvariant();

    private static FieldProblem? ProblemOf(string plain)
    {
        if (plain.Length != Length)
        {
            return new FieldProblem("", "uscc-length", plain.Length);
        }

        var strange = plain.AsSpan().IndexOfAnyExcept(Allowed);
        return strange >= 0 ? new FieldProblem("", "uscc-character", strange + 1, plain[strange].ToString())
            : plain[^1] != CheckCharacter(plain) ? new FieldProblem("", "uscc-check", Length)
            : null;
    }

    private static char CheckCharacter(string plain)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += Characters.IndexOf(plain[i], StringComparison.Ordinal) * Weights[i];
        }

        return Characters[(31 - (sum % 31)) % 31];
    }
}
