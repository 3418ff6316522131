using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>An organisation with the number of its published instruments.</summary>
public sealed record ListedOrganisation(string Reference, string Name, int Count, string? Uscc = null);

/// <summary>The published ledger of this node, held ready to be searched: the same answers on every database, in well under a millisecond.</summary>
/// <remarks>Filled and fed by <see cref="LedgerFeed"/>. Why in the process: docs/decisions/search-in-process.md.</remarks>
public sealed class LedgerIndex(Lexicon lexicon) : IDisposable
{
    private readonly ReaderWriterLockSlim gate = new();

    // What is derived from the shelf is kept only while it is read: a change that came between would be lost in it.
    private Shelf shelf = new(lexicon);
    private IReadOnlyList<ListedOrganisation>? organisations;
    private IndexProof? proof;

    /// <summary>Published instruments.</summary>
    public int Count => Read(s => s.Count);

    /// <summary>Grows with each change; an answer of the same edition is the same answer.</summary>
    public long Edition { get; private set; }

    public Listing? Find(string reference) => Read(s => s.Find(reference)?.Listing);

    /// <summary>Answers a question.</summary>
    /// <param name="counting">The facets whose values are counted.</param>
    public LedgerAnswer Ask(LedgerQuestion question, params IReadOnlyList<Facet> counting) => Read(s => new Search(s, lexicon, question).Answer(counting));

    /// <summary>The name of an organisation that has something on the ledger, or had.</summary>
    /// <param name="code">Its number or its credit code.</param>
    public string? NameOfOrganisation(string code) => Read(s => s.NameOfOrganisation(code));

    /// <summary>Whose it is, in the reader's language.</summary>
    public string OrganisationOf(Listing listing) => NameOfOrganisation(listing.Organisation) ?? listing.OrganisationName;

    /// <summary>What a beginning can become.</summary>
    public IReadOnlyList<Suggestion> Suggest(string typed, int most) => Read(s => new Suggestions(s, lexicon).For(typed, most));

    /// <summary>The organisations that have something on the ledger, by name.</summary>
    public IReadOnlyList<ListedOrganisation> Organisations => Read(s => organisations ??= s.Organisations.OrderBy(o => o.Name, StringComparer.Create(Texts.Chinese, false)).ToList());

    /// <summary>What this index holds, to be compared with the database and with other nodes; found out once for each edition.</summary>
    public IndexProof Proof() => Read(s => proof ??= IndexProof.Of(s.All()));

    /// <summary>Published instruments that do much the same: those of the same place first.</summary>
    public IReadOnlyList<LedgerEntry> Like(LedgerEntry entry, int most)
    {
        var techniques = lexicon.SureTechniquesOf(entry);
        return Read(s => s.Like(entry, techniques, most));
    }

    /// <summary>How many published instruments work by each technique, by name or class.</summary>
    public IReadOnlyList<(Technique Technique, int Count)> TechniqueCounts() => Read(s => lexicon.Techniques.Select((t, n) => (t, s.CountOf(n))).Where(t => t.Item2 > 0).ToList());

    /// <summary>The entries under these references, in this order; what is not published is left out.</summary>
    public IReadOnlyList<LedgerEntry> Entries(IEnumerable<string> references) => Read(s => references.Select(s.Find).OfType<LedgerEntry>().ToList());

    /// <summary>Walks over everything that is published, while nothing changes.</summary>
    /// <param name="count">How many instruments a question finds.</param>
    internal T Survey<T>(Func<IEnumerable<LedgerEntry>, Func<string, int>, T> walk) => Read(s => walk(s.All(), question => s.CountOf(lexicon, question)));

    /// <summary>Takes all listings at once, in place of those that were there.</summary>
    internal void Fill(IEnumerable<LedgerEntry> all)
    {
        var filled = new Shelf(lexicon);
        filled.Fill(all);
        Write(_ => shelf = filled);
    }

    /// <summary>Takes what changed: an entry under its reference, or null where it is no longer public.</summary>
    internal void Change(IReadOnlyDictionary<string, LedgerEntry?> changes) => Write(s =>
    {
        foreach (var (reference, change) in changes)
        {
            if (change is not null)
            {
                s.Put(change);
            }
            else
            {
                s.Remove(reference);
            }
        }

        if (s.IsWorn)
        {
            shelf = new(lexicon);
            shelf.Fill(s.All());
        }
    });

    /// <summary>Answers a question over other listings than those of now, by the same rules.</summary>
    internal static LedgerAnswer Ask(Lexicon lexicon, IEnumerable<LedgerEntry> all, LedgerQuestion question, params IReadOnlyList<Facet> counting)
    {
        var shelf = new Shelf(lexicon);
        shelf.Fill(all);
        return new Search(shelf, lexicon, question).Answer(counting);
    }

    public void Dispose() => gate.Dispose();

    private T Read<T>(Func<Shelf, T> read)
    {
        gate.EnterReadLock();
        try
        {
            return read(shelf);
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    private void Write(Action<Shelf> write)
    {
        gate.EnterWriteLock();
        try
        {
            write(shelf);
            Edition++;
            organisations = null;
            proof = null;
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }
}
