using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Yixiang.Ledger.Search;

/// <summary>What a question resembles: the wants it comes near, and the techniques that answer them.</summary>
/// <param name="Likeness">0 for nothing in common with any known question, 1 for one that is known word by word.</param>
/// <param name="Known">The known question that it resembles most, as it stands in the vocabulary.</param>
/// <param name="Techniques">Numbers of techniques with how well each answers, up to 1.</param>
/// <param name="Wording">How the question and what it resembles are worded.</param>
internal sealed record NearWant(float Likeness, string Known, IReadOnlyList<(int Technique, float Weight)> Techniques, Wording Wording);

/// <summary>Finds the known questions that resemble one that was typed: by pairs of characters, words, and the families of samples that are spoken of, the rarer the more telling.</summary>
/// <remarks>
/// Questions are compared as directions in the space of their features (cosine of tf-idf weights); the nearest few vote for their techniques. Nothing is
/// learned from use, so the same words always find the same.
/// </remarks>
internal sealed class NearWants
{
    private const int Nearest = 16, Speaking = 8, LongestFiller = 6;
    private const float Single = 0.5f, Pair = 1, Word = 1.2f, Family = 0.8f, UnknownShare = 0.7f;

    /// <summary>From which likeness on a question counts as known, and how near another must then come to speak beside it.</summary>
    private const float AsKnown = 0.9f, BesideKnown = 0.8f;

    private readonly IReadOnlyList<Want> wants;
    private readonly (int Technique, float Worth)[][] techniques;
    private readonly List<(int Want, string Text)> asks = [];
    private readonly Dictionary<string, int> features = [];
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> families;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> fillers;
    private readonly int longestMember;

    /// <summary>In how many ways each want is asked for, and which is the first of them: what asks for the same stands together.</summary>
    private readonly int[] lengths, firsts;

    /// <summary>By feature: the known questions that have it, and how much of each it is.</summary>
    private List<(int Ask, float Weight)>[] postings = [];

    /// <summary>By want: the features of all the ways in which it is put, and how much each is of one of them on average.</summary>
    private (int Feature, float Weight)[][] wordings = [];

    /// <summary>Features by their number.</summary>
    private string[] names = [];

    /// <summary>By feature: the fewer questions have it, the more it tells.</summary>
    private float[] rarity = [];

    public NearWants(PurposeBook book)
    {
        wants = book.Wants;
        var numbers = book.Techniques.Select((t, i) => (t.Id, i)).ToDictionary(t => t.Id, t => t.i);
        techniques = [.. wants.Select(w => w.By.Select(by => (numbers[by.Key], WorthOf(by.Value))).ToArray())];
        fillers = book.Fillers.All.Select(SearchText.Fold).ToHashSet().GetAlternateLookup<ReadOnlySpan<char>>();
        var members = book.Materials.SelectMany((m, i) => m.All.Select(name => (Name: SearchText.Fold(name), i))).GroupBy(m => m.Name, m => m.i).ToDictionary(m => m.Key, m => m.ToArray());
        families = members.GetAlternateLookup<ReadOnlySpan<char>>();
        longestMember = members.Keys.Max(name => name.Length);
        lengths = [.. wants.Select(w => w.Asks.Count + w.En.Count)];
        firsts = new int[lengths.Length];
        for (var want = 1; want < lengths.Length; want++)
        {
            firsts[want] = firsts[want - 1] + lengths[want - 1];
        }

        Learn();
    }

    /// <summary>What a question resembles.</summary>
    public NearWant Of(string question)
    {
        var parts = Features(question).ToList();
        var asked = FeaturesOf(parts, learning: false);
        var unknown = MathF.Log(1 + asks.Count) * UnknownShare;
        var length = MathF.Sqrt(asked.Sum(f => Square(f.Value * (f.Key >= 0 ? rarity[f.Key] : unknown))));
        var wording = new Wording();
        if (length == 0)
        {
            return new(0, "", [], wording);
        }

        foreach (var (name, weight) in parts.Where(f => !IsFamily(f.Name)))
        {
            wording.Add(name, weight / length * (features.TryGetValue(name, out var number) ? rarity[number] : unknown));
        }

        var likeness = ArrayPool<float>.Shared.Rent(asks.Count);
        try
        {
            Array.Clear(likeness);
            foreach (var (feature, count) in asked.Where(f => f.Key >= 0))
            {
                var share = count * rarity[feature] / length;
                foreach (var (ask, weight) in CollectionsMarshal.AsSpan(postings[feature]))
                {
                    likeness[ask] += share * weight;
                }
            }

            var nearest = NearestOf(likeness);
            nearest.Take(Speaking).ToList().ForEach(near => Hear(wording, near.Key, near.Value));
            return Vote(nearest, wording);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(likeness);
        }
    }

    /// <summary>The most alike, at most one for each want; the earlier of two that are equally alike.</summary>
    private List<KeyValuePair<int, float>> NearestOf(float[] likeness)
    {
        List<KeyValuePair<int, float>> nearest = [];
        for (var ask = 0; (ask = NextAbove(likeness, ask, nearest.Count < Nearest ? 0 : nearest[^1].Value)) < asks.Count;)
        {
            // What asks for the same stands together.
            var want = asks[ask].Want;
            var best = firsts[want];
            for (ask = best; ask < firsts[want] + lengths[want]; ask++)
            {
                best = likeness[ask] > likeness[best] ? ask : best;
            }

            var place = nearest.FindIndex(n => n.Value < likeness[best]);
            nearest.Insert(place < 0 ? nearest.Count : place, new(best, likeness[best]));
            nearest.RemoveRange(Math.Min(Nearest, nearest.Count), Math.Max(0, nearest.Count - Nearest));
        }

        return nearest;
    }

    /// <summary>The next known question that is more alike than the least of the nearest; most are not, and are passed eight at a time.</summary>
    private int NextAbove(float[] likeness, int from, float least)
    {
        var bound = new Vector<float>(least);
        while (from + Vector<float>.Count <= asks.Count && !Vector.GreaterThanAny(new Vector<float>(likeness, from), bound))
        {
            from += Vector<float>.Count;
        }

        while (from < asks.Count && likeness[from] <= least)
        {
            from++;
        }

        return from;
    }

    /// <summary>The nearer a known question, the more its techniques count: by the third power of its likeness.</summary>
    private NearWant Vote(List<KeyValuePair<int, float>> nearest, Wording wording)
    {
        if (nearest is not [var (first, best), ..])
        {
            return new(0, "", [], wording);
        }

        var votes = new Dictionary<int, float>();
        foreach (var (ask, like) in nearest.TakeWhile(n => best < AsKnown || n.Value >= best * BesideKnown))
        {
            var share = MathF.Pow(like / best, 3);
            foreach (var (technique, worth) in techniques[asks[ask].Want])
            {
                votes[technique] = votes.GetValueOrDefault(technique) + (share * worth);
            }
        }

        var most = votes.Values.Max();
        return new(Math.Min(1, best), asks[first].Text, [.. votes.OrderByDescending(v => v.Value).Select(v => (v.Key, v.Value / most))], wording);
    }

    /// <summary>The ways in which a known want is put, all together by the square of its likeness.</summary>
    private void Hear(Wording wording, int ask, float likeness)
    {
        var share = Square(likeness);
        foreach (var (feature, weight) in wordings[asks[ask].Want])
        {
            wording.Add(names[feature], weight * share);
        }
    }

    private static float WorthOf(int grade) => grade switch { 3 => 1, 2 => 0.6f, _ => 0.25f };

    private void Learn()
    {
        List<Dictionary<int, float>> all = [];
        foreach (var (want, number) in wants.Select((w, i) => (w, i)))
        {
            foreach (var ask in want.Asks.Concat(want.En))
            {
                asks.Add((number, ask));
                all.Add(FeaturesOf(Features(ask), learning: true));
            }
        }

        var holders = new int[features.Count];
        all.ForEach(ask => ask.Keys.ToList().ForEach(feature => holders[feature]++));
        rarity = Array.ConvertAll(holders, n => MathF.Log(1 + ((float)asks.Count / n)));
        postings = Array.ConvertAll(holders, n => new List<(int, float)>(n));
        names = [.. features.OrderBy(f => f.Value).Select(f => f.Key)];
        var said = Array.ConvertAll(lengths, _ => new Dictionary<int, float>());
        foreach (var (ask, number) in all.Select((a, i) => (a, i)))
        {
            var length = MathF.Sqrt(ask.Sum(f => Square(f.Value * rarity[f.Key])));
            var want = asks[number].Want;
            foreach (var (feature, count) in ask)
            {
                var weight = count * rarity[feature] / length;
                postings[feature].Add((number, weight));
                if (!IsFamily(names[feature]))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(said[want], feature, out _) += weight / lengths[want];
                }
            }
        }

        wordings = Array.ConvertAll(said, want => want.Select(f => (f.Key, f.Value)).ToArray());
    }

    private static float Square(float number) => number * number;

    /// <summary>Features by their number; what no known question has, by a negative one of its own.</summary>
    private Dictionary<int, float> FeaturesOf(IEnumerable<(string Name, float Weight)> parts, bool learning)
    {
        var found = new Dictionary<int, float>();
        foreach (var (name, weight) in parts)
        {
            if (!features.TryGetValue(name, out var number))
            {
                number = learning ? features[name] = features.Count : -1 - found.Count;
            }

            found[number] = found.GetValueOrDefault(number) + weight;
        }

        return found;
    }

    private IEnumerable<(string Name, float Weight)> Features(string text)
    {
        foreach (var chunk in SearchText.Chunks(text).Select(SearchText.WithoutWhetherOrNot))
        {
            foreach (var run in Runs(chunk))
            {
                for (var i = 0; i < run.Length; i++)
                {
                    if (!fillers.Contains(run.AsSpan(i, 1)))
                    {
                        yield return (run[i].ToString(), Single);
                    }

                    if (i + 1 < run.Length)
                    {
                        yield return (run.Substring(i, 2), Pair);
                    }
                }
            }

            foreach (var word in chunk.Split(SearchText.Gap).SelectMany(Latin).Where(w => !fillers.Contains(w)))
            {
                yield return (NameOf(word), Word);
            }

            foreach (var family in Families(chunk))
            {
                yield return ($"{FamilyMark}{family}", Family);
            }
        }
    }

    /// <summary>Chinese without the fillers of two characters and more: what stands on both sides of one is no pair.</summary>
    private IEnumerable<string> Runs(string chunk)
    {
        var from = 0;
        for (var at = 0; at <= chunk.Length;)
        {
            var skip = at == chunk.Length || !Han.Is(chunk[at]) ? 1 : FillerAt(chunk, at);
            if (skip > 0)
            {
                if (at > from)
                {
                    yield return chunk[from..at];
                }

                from = at + skip;
            }

            at += Math.Max(1, skip);
        }
    }

    /// <summary>Length of the longest filler that begins here; 0 where none does.</summary>
    private int FillerAt(ReadOnlySpan<char> chunk, int at)
    {
        var length = Math.Min(LongestFiller, chunk.Length - at);
        while (length > 1 && !fillers.Contains(chunk.Slice(at, length)))
        {
            length--;
        }

        return length > 1 ? length : 0;
    }

    /// <summary>The words of letters and digits in a folded text, as features.</summary>
    public static IEnumerable<string> Words(string chunk) => Latin(chunk).Select(NameOf);

    private const string WordMark = "w ", FamilyMark = "f ";

    private static string NameOf(string word) => WordMark + Stem(word);

    private static bool IsFamily(string feature) => feature.StartsWith(FamilyMark, StringComparison.Ordinal);

    private static IEnumerable<string> Latin(string run)
    {
        for (var at = 0; at < run.Length;)
        {
            var end = at;
            while (end < run.Length && char.IsAsciiLetterOrDigit(run[end]))
            {
                end++;
            }

            if (end > at)
            {
                yield return run[at..end];
            }

            at = Math.Max(end, at + 1);
        }
    }

    private static readonly string[] Endings = ["ing", "ies", "es", "ed", "s"];

    private static string Stem(string word) =>
        Endings.FirstOrDefault(e => word.EndsWith(e, StringComparison.Ordinal) && word.Length - e.Length >= 3) is { } ending ? word[..^ending.Length] : word;

    /// <summary>The families of what a text speaks of, the longest names first.</summary>
    private IEnumerable<int> Families(string chunk)
    {
        for (var at = 0; at < chunk.Length;)
        {
            var length = MemberAt(chunk, at, out var found);
            foreach (var family in found)
            {
                yield return family;
            }

            at += Math.Max(1, length);
        }
    }

    /// <summary>Length of the longest name that begins here, with the families it belongs to; 0 where none does.</summary>
    private int MemberAt(ReadOnlySpan<char> chunk, int at, out int[] found)
    {
        for (var length = Math.Min(longestMember, chunk.Length - at); length > 0; length--)
        {
            if (families.TryGetValue(chunk.Slice(at, length), out found!) && IsWhole(chunk, at, length))
            {
                return length;
            }
        }

        found = [];
        return 0;
    }

    private static bool IsWhole(ReadOnlySpan<char> chunk, int at, int length) =>
        (at == 0 || !SearchText.IsSameRun(chunk[at - 1], chunk[at])) && (at + length == chunk.Length || !SearchText.IsSameRun(chunk[at + length - 1], chunk[at + length]));
}
