using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>Which samples are of one family: 废水 and 井水 are water.</summary>
public sealed partial class Lexicon
{
    /// <summary>One character stands in too many words to tell a sample in a text.</summary>
    private const int ShortestInText = 2;

    private readonly WordTrie members = new();
    private readonly Dictionary<string, List<int>> families = [];

    /// <summary>Numbers of the families that a word belongs to.</summary>
    internal IReadOnlyList<int> FamiliesOf(string folded) => families.GetValueOrDefault(folded) ?? [];

    /// <summary>Numbers of the families that a text speaks of, each once.</summary>
    internal IEnumerable<int> FamiliesIn(string text) => members.In(SearchText.Fold(text), _ => true).SelectMany(w => families[w.Text]).Distinct();

    private void LearnMembers()
    {
        foreach (var (family, number) in Book.Materials.Select((m, i) => (m, i)))
        {
            foreach (var name in family.All.Select(SearchText.Fold).Where(n => n.Length > 0).Distinct())
            {
                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(families, name, out var again);
                (known ??= []).Add(number);
                if (!again && name.Length >= ShortestInText)
                {
                    members.Add(new(name));
                }
            }
        }
    }
}
