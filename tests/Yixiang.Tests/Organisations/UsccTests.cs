using CsCheck;
using Yixiang.Organisations;

namespace Yixiang.Tests.Organisations;

/// <summary>The check character of GB 32100.</summary>
public sealed class UsccTests
{
    private const string Characters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] Weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private static readonly Gen<string> Valid = Gen.Int[0, 30].Array[17].Select(digits =>
    {
        var sum = digits.Zip(Weights, (d, w) => d * w).Sum();
        return string.Concat(digits.Select(d => Characters[d])) + Characters[(31 - (sum % 31)) % 31];
    });

    [Fact]
    public void Every_right_code_is_accepted_in_any_dress() => Valid.Sample(code =>
        Uscc.IsValid(code) && Uscc.Parse($" {code[..8].ToLowerInvariant()}-{code[8..]} ").ToString() == code);

    [Fact]
    public void One_wrong_character_is_always_noticed() => Gen.Select(Valid, Gen.Int[0, 17], Gen.Int[1, 30]).Sample((code, at, by) =>
    {
        var wrong = code.ToCharArray();
        wrong[at] = Characters[(Characters.IndexOf(wrong[at], StringComparison.Ordinal) + by) % 31];
        return !Uscc.IsValid(new string(wrong));
    });

    [Theory]
    [InlineData("123", "uscc-length", 3)]
    [InlineData("", "uscc-length", 0)]
    [InlineData("9114070000000000OX", "uscc-character", 17)]
    [InlineData("911407000000000000", "uscc-check", 18)]
    public void A_wrong_code_says_where_it_is_wrong(string code, string problem, int position)
    {
        Assert.False(Uscc.TryParse(code, out _, out var why));
        Assert.Equal((problem, position), (why!.Code, why.Args[0]));
        Assert.NotEmpty(why.Sentence);
    }
}
