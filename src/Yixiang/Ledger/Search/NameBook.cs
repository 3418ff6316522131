using System.Collections.Concurrent;
using System.Text;

namespace Yixiang.Ledger.Search;

/// <summary>The different names of instruments, of their models and of organisations: how names are read aloud, and which models are near a slip.</summary>
internal sealed class NameBook
{
    private const int MostRead = 3, MostModels = 50_000, MostKept = 1_000, ShortestOrganisation = 6;

    private readonly Dictionary<string, int> names = [];
    private readonly Dictionary<string, Spelling> spellings = [];
    private readonly HashSet<string> models = [];
    private readonly Dictionary<string, Spelling> organisations = [];
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> answers = [];

    public void Add(Listing listing)
    {
        var name = SearchText.Fold(listing.Name);
        names[name] = names.GetValueOrDefault(name) + 1;
        if (spellings.TryAdd(name, Spelling.Of(name)))
        {
            answers.Clear();
        }

        if (!organisations.ContainsKey(listing.OrganisationName))
        {
            organisations[listing.OrganisationName] = Spelling.Of(SearchText.Fold(listing.OrganisationName));
            answers.Clear();
        }

        if (models.Count < MostModels && SearchText.Fold(listing.Model).Replace(" ", "", StringComparison.Ordinal) is { Length: > 3 } model && models.Add(model))
        {
            answers.Clear();
        }
    }

    /// <summary>Parts of names that read like these letters, in full or by first letters, or sound like these characters; the most frequent first; where no instrument is read so, parts of organisations' names.</summary>
    public IReadOnlyList<string> ReadLike(string typed)
    {
        if (typed.Length < 2)
        {
            return [];
        }

        return Kept(typed, () => typed.All(char.IsAsciiLetter)
            ? Found(s => s.ReadLike(typed)) is { Count: > 0 } full ? full
                : typed.Length > 2 && Found(s => s.BeginLike(typed)) is { Count: > 0 } begun ? begun
                : typed.Length >= ShortestOrganisation ? [.. organisations.Values.SelectMany(s => s.ReadLike(typed)).Distinct().Take(MostRead)] : []
            : typed.All(Han.Is) ? Found(s => Han.Spell(typed, 4).SelectMany(way => s.ReadLike(string.Concat(way))).Where(t => t.Length == typed.Length)) : []);
    }

    /// <summary>Names and models that begin like this, the most frequent first; then names that hold it.</summary>
    public IEnumerable<(string Text, string Kind)> BeginningLike(string folded) =>
        names.Where(n => n.Key.StartsWith(folded, StringComparison.Ordinal) || (folded.All(char.IsAsciiLetter) && spellings[n.Key].BeginsLike(folded)))
            .Concat(names.Where(n => folded.Length > 1 && n.Key.Contains(folded, StringComparison.Ordinal)))
            .OrderByDescending(n => n.Value).Select(n => (n.Key, "name"))
            .Concat(models.Where(m => m.StartsWith(folded, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(m => (m, "model")));

    /// <summary>How many instruments have a name that holds this.</summary>
    public int CountOf(string part) => names.Where(n => n.Key.Contains(part, StringComparison.Ordinal)).Sum(n => n.Value);

    /// <summary>Models that are one slip away, without blanks.</summary>
    public IReadOnlyList<string> Near(string typed) =>
        typed.Length > 3 && typed.Any(char.IsAsciiDigit) ? Kept("≈" + typed, () => Slips.Nearest(typed, models)) : [];

    private IReadOnlyList<string> Kept(string question, Func<IReadOnlyList<string>> answer)
    {
        if (answers.Count > MostKept)
        {
            answers.Clear();
        }

        return answers.GetOrAdd(question, _ => answer());
    }

    private List<string> Found(Func<Spelling, IEnumerable<string>> parts)
    {
        Dictionary<string, int> counts = [];
        foreach (var (name, spelling) in spellings)
        {
            foreach (var part in parts(spelling).Distinct())
            {
                counts[part] = counts.GetValueOrDefault(part) + names[name];
            }
        }

        return [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MostRead).Select(c => c.Key)];
    }

    /// <summary>A name as it is read: syllables one after the other, with the place where each begins.</summary>
    private sealed record Spelling(string Name, string Letters, int[] Starts, string Initials)
    {
        public static Spelling Of(string name)
        {
            StringBuilder letters = new(), initials = new();
            List<int> starts = [];
            foreach (var character in name)
            {
                var syllable = Han.Readings(character) is [var usual, ..] ? usual : " ";
                starts.Add(letters.Length);
                letters.Append(syllable);
                initials.Append(syllable[0]);
            }

            return new(name, letters.ToString(), [.. starts, letters.Length], initials.ToString());
        }

        /// <summary>Only whole syllables count.</summary>
        public IEnumerable<string> ReadLike(string typed)
        {
            for (var at = Letters.IndexOf(typed, StringComparison.Ordinal); at >= 0; at = Letters.IndexOf(typed, at + 1, StringComparison.Ordinal))
            {
                var (first, last) = (Array.BinarySearch(Starts, at), Array.BinarySearch(Starts, at + typed.Length));
                if (first >= 0 && last > first && Name[first..last].All(Han.Is))
                {
                    yield return Name[first..last];
                }
            }
        }

        public bool BeginsLike(string typed) => Letters.StartsWith(typed, StringComparison.Ordinal) || (typed.Length > 1 && Initials.StartsWith(typed, StringComparison.Ordinal));

        public IEnumerable<string> BeginLike(string typed)
        {
            for (var at = Initials.IndexOf(typed, StringComparison.Ordinal); at >= 0; at = Initials.IndexOf(typed, at + 1, StringComparison.Ordinal))
            {
                if (Name.AsSpan(at, typed.Length) is var part && !part.ContainsAnyInRange('a', 'z') && !part.Contains(SearchText.Gap))
                {
                    yield return part.ToString();
                }
            }
        }
    }
}
