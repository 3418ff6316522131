namespace Yixiang.Ledger;

/// <summary>The box in which people say what they have in mind; the same on the front page and above the list.</summary>
/// <param name="Kept">What else stands in the address and stays.</param>
public sealed record SearchBox(string? Words, IReadOnlyList<KeyValuePair<string, string>> Kept);
