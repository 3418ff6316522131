using System.Text;

namespace Yixiang.Ledger.Search;

/// <summary>What a question is understood to ask for.</summary>
/// <param name="Text">As it was typed, folded.</param>
/// <param name="Words">What the vocabulary knows it as; several where letters can be read in several ways.</param>
/// <param name="Literals">The texts that are looked for as they are.</param>
/// <param name="Read">Whether it had to be read in another way than it was typed: by pinyin, or in spite of a slip.</param>
internal sealed record Part(string Text, IReadOnlyList<LexiconWord> Words, IReadOnlyList<string> Literals, bool Read = false)
{
    public static Part Known(LexiconWord word, string typed) => new(typed, [word], [word.Text]);

    public static Part Literal(string text) => new(text, [], [text]);

    public bool Means(SenseKind kind) => Words.Any(w => w.Is(kind));

    /// <summary>Says what is wanted, and not only of what or where.</summary>
    public bool IsWant => Words.Count == 0 || Means(SenseKind.Technique) || Means(SenseKind.Measure) || Means(SenseKind.Class) || Means(SenseKind.Maker);

    /// <summary>Names a technique or what is to be measured, in words of the vocabulary.</summary>
    public bool IsPurpose => Means(SenseKind.Technique) || Means(SenseKind.Measure) || Means(SenseKind.Class);

    /// <summary>Chinese that the vocabulary does not know. Beside a purpose it only prefers, since people say more than they ask for.</summary>
    public bool IsLoose => Words.Count == 0 && Han.Is(Text[0]);

    /// <summary>A sample or a trade: alone it says what is wanted, beside something else it only prefers.</summary>
    public bool IsSetting => !IsWant && !Means(SenseKind.Area);
}

/// <summary>Takes a question apart: the words of the vocabulary, longest first, and between them what is looked for as it stands.</summary>
internal sealed class QuestionReader(Lexicon lexicon, Shelf ledger)
{
    private const int ShortestHeard = 3, LongestHeard = 12, ShortestOrganisation = 5;

    /// <summary>The parts of a question.</summary>
    public List<Part> Read(string? question)
    {
        List<Part> parts = [];
        StringBuilder open = new();
        foreach (var chunk in SearchText.Chunks(question).Select(SearchText.WithoutWhetherOrNot))
        {
            if (IsOrganisation(chunk))
            {
                parts.AddRange(Take(open));
                parts.Add(Part.Literal(chunk));
            }
            else if (Misspelt(chunk) is { } heard)
            {
                parts.AddRange(Take(open));
                parts.Add(heard);
            }
            else
            {
                open.Append(open.Length > 0 ? SearchText.Gap : "").Append(chunk);
            }
        }

        parts.AddRange(Take(open));
        List<Part> all = [.. Joined(parts).DistinctBy(p => p.Text)];
        if (all.Count == 0)
        {
            // Nothing but fillers: then they are meant.
            return [.. SearchText.Chunks(question).Select(Part.Literal)];
        }

        // One character that the vocabulary does not know tells nothing beside others.
        return all.Exists(p => !IsScrap(p)) ? [.. all.Where(p => !IsScrap(p))] : all;
    }

    /// <summary>A name of an organisation, or most of one, typed by itself: its words ask for nothing.</summary>
    private bool IsOrganisation(string chunk) => chunk.Length >= ShortestOrganisation && chunk.All(Han.Is) && lexicon.Find(chunk) is null && ledger.NamesAnOrganisation(chunk);

    private static bool IsScrap(Part part) => part.IsLoose && part.Text.Length == 1;

    private List<Part> Take(StringBuilder open)
    {
        var text = open.ToString();
        open.Clear();
        return [.. Runs(Segments(text)).SelectMany(run => Understand(run, text))];
    }

    /// <summary>Characters that sound like a word or a name, and are neither: 电感藕合.</summary>
    private Part? Misspelt(string chunk)
    {
        if (chunk.Length is < ShortestHeard or > LongestHeard || !chunk.All(Han.Is) || lexicon.Find(chunk) is not null)
        {
            return null;
        }

        var alike = lexicon.SoundLike(chunk).Select(w => w.Text).Concat(ledger.Names.ReadLike(chunk)).Distinct().Where(t => t != chunk).ToList();
        return alike.Count == 0 || alike.TrueForAll(t => ledger.Names.CountOf(t) < ledger.Names.CountOf(chunk))
            ? null
            : new(chunk, [.. alike.Select(lexicon.Find).OfType<LexiconWord>()], [.. alike, chunk], Read: true);
    }

    /// <summary>The cheapest way to cover the text: long words of the vocabulary count by the square of their length.</summary>
    private List<Segment> Segments(string text)
    {
        var best = new (double Gain, Segment Last)[text.Length + 1];
        for (var at = 0; at < text.Length; at++)
        {
            if (at > 0 && best[at].Last.Length == 0)
            {
                // Inside a word of letters: nothing ends here, so nothing begins here.
                continue;
            }

            var token = TokenAt(text, at);
            Offer(best, at, new(at, token, null), 0);
            foreach (var (length, word) in lexicon.Trie.At(text, at))
            {
                var weight = WeightOf(text.AsSpan(at, length));
                Offer(best, at, new(at, length, word), word.IsFiller ? weight * 0.9 : weight * weight);
            }
        }

        List<Segment> segments = [];
        for (var end = text.Length; end > 0; end = segments[^1].Start)
        {
            segments.Add(best[end].Last);
        }

        segments.Reverse();
        return [.. segments.Where(s => text[s.Start] != SearchText.Gap)];
    }

    private static void Offer((double Gain, Segment Last)[] best, int at, Segment segment, double gain)
    {
        ref var there = ref best[at + segment.Length];
        if (there.Last.Length == 0 || best[at].Gain + gain > there.Gain)
        {
            there = (best[at].Gain + gain, segment);
        }
    }

    /// <summary>A Chinese character alone; letters and digits together as far as they reach.</summary>
    private static int TokenAt(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[at]) && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        return end - at;
    }

    private static double WeightOf(ReadOnlySpan<char> word)
    {
        var weight = 0.0;
        for (var i = 0; i < word.Length; i++)
        {
            weight += Han.Is(word[i]) ? 1 : i == 0 || !char.IsAsciiLetterOrDigit(word[i - 1]) ? 2 : 0.05;
        }

        return weight;
    }

    /// <summary>Unknown characters together with the single characters that touch them: 水热 is not water.</summary>
    private static List<List<Segment>> Runs(List<Segment> segments)
    {
        List<List<Segment>> runs = [];
        foreach (var segment in segments)
        {
            if (runs is [.., var run] && run[^1].End == segment.Start && IsLoose(segment) && run.All(IsLoose) && (segment.Word is null || run.Exists(s => s.Word is null)))
            {
                run.Add(segment);
            }
            else if (runs is [.., { Count: 1 } before] && before[0].End == segment.Start && segment is { Word: null, Length: 1 } && IsLoose(before[0]))
            {
                before.Add(segment);
            }
            else
            {
                runs.Add([segment]);
            }
        }

        return runs;
    }

    private static bool IsLoose(Segment segment) => segment.Length == 1;

    private IEnumerable<Part> Understand(List<Segment> run, string text)
    {
        if (run is [{ Word: { } known } only])
        {
            return known.IsFiller ? [] : [Part.Known(known, text.Substring(only.Start, only.Length))];
        }

        var literal = text[run[0].Start..run[^1].End];
        if (ledger.Holds(literal))
        {
            return [lexicon.Find(literal) is { } word ? Part.Known(word, literal) : Part.Literal(literal)];
        }

        if (Corrected(literal) is { } corrected)
        {
            return [corrected];
        }

        return run.Count == 1 ? [Part.Literal(literal)] : Divided(run, text);
    }

    /// <summary>The run does not occur as a whole: its known characters for themselves, the unknown ones as far as they hang together.</summary>
    private IEnumerable<Part> Divided(List<Segment> run, string text)
    {
        for (var i = 0; i < run.Count;)
        {
            var last = i;
            while (run[i].Word is null && last + 1 < run.Count && run[last + 1].Word is null)
            {
                last++;
            }

            List<Segment> piece = run[i..(last + 1)];
            i = last + 1;
            if (piece.Count == run.Count)
            {
                yield return Part.Literal(text[piece[0].Start..piece[^1].End]);
                yield break;
            }

            foreach (var part in Understand(piece, text))
            {
                yield return part;
            }
        }
    }

    private Part? Corrected(string typed)
    {
        var words = typed.All(char.IsAsciiLetter) ? lexicon.ReadLike(typed) : typed.Length >= ShortestHeard && typed.All(Han.Is) ? lexicon.SoundLike(typed) : [];
        if (words.Count > 0)
        {
            return new(typed, [.. words], [.. words.Select(w => w.Text)], Read: true);
        }

        var names = typed.Length >= ShortestHeard || char.IsAsciiLetter(typed[0]) ? ledger.Names.ReadLike(typed) : [];
        if (names.Count > 0)
        {
            return new(typed, [.. names.Select(lexicon.Find).OfType<LexiconWord>()], names, Read: true);
        }

        return Slips.Nearest(typed, lexicon.Words.Select(w => w.Text)) is { Count: > 0 } near
            ? new(typed, [.. near.Select(n => lexicon.Find(n)!).Where(w => !w.IsFiller)], near, Read: true)
            : ledger.Names.Near(typed) is { Count: > 0 } models ? new(typed, [], models, Read: true) : null;
    }

    /// <summary>Pinyin that was typed syllable by syllable: zhi pu yi.</summary>
    private IEnumerable<Part> Joined(List<Part> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            var last = i;
            while (last < parts.Count && parts[last] is { Words.Count: 0, Read: false } part && part.Text.All(char.IsAsciiLetter) && !ledger.Holds(part.Text))
            {
                last++;
            }

            if (last - i > 1 && Corrected(string.Concat(parts[i..last].Select(p => p.Text))) is { } read)
            {
                yield return read;
                i = last - 1;
            }
            else
            {
                yield return parts[i];
            }
        }
    }

    private readonly record struct Segment(int Start, int Length, LexiconWord? Word)
    {
        public int End => Start + Length;
    }
}
