using Yixiang.Kernel;

namespace Yixiang.Ledger.Search;

/// <summary>An organisation with the number of its published instruments.</summary>
public sealed record ListedOrganisation(string Reference, string Name, int Count, string? Uscc = null);

/// <summary>The published ledger of this node, held ready to be searched: the same answers on every database, in well under a millisecond.</summary>
/// <remarks>Filled and fed by <see cref="LedgerFeed"/>. Why in the process: docs/decisions/search-in-process.md.</remarks>
public sealed class LedgerIndex : IDisposable
{
    private readonly ReaderWriterLockSlim gate = new();
    private Shelf shelf = new();
    private IReadOnlyList<ListedOrganisation>? organisations;

    /// <summary>Published instruments.</summary>
    public int Count => Read(s => s.Count);

    /// <summary>Grows with each change; an answer of the same edition is the same answer.</summary>
    public long Edition { get; private set; }

    public Listing? Find(string reference) => Read(s => s.Find(reference));

    /// <summary>Answers a question.</summary>
    /// <param name="counting">The facets whose values are counted.</param>
    public LedgerAnswer Ask(LedgerQuestion question, params IReadOnlyList<Facet> counting) => Read(s => Answer(s, question, counting));

    /// <summary>The organisations that have something on the ledger, by name.</summary>
    public IReadOnlyList<ListedOrganisation> Organisations => organisations ??= Read(s => s.Organisations.OrderBy(o => o.Name, StringComparer.Create(Texts.Chinese, false)).ToList());

    /// <summary>Takes all listings at once, in place of those that were there.</summary>
    /// <param name="all">Each with the words by which it is found besides its name, model, manufacturer and organisation.</param>
    internal void Fill(IEnumerable<(Listing Listing, string Words)> all)
    {
        var filled = new Shelf();
        filled.Fill(all);
        Write(_ => shelf = filled);
    }

    /// <summary>Takes what changed: a listing under its reference, or null where it is no longer public.</summary>
    internal void Change(IReadOnlyDictionary<string, (Listing Listing, string Words)?> changes) => Write(s =>
    {
        foreach (var (reference, change) in changes)
        {
            if (change is { } entry)
            {
                s.Put(entry.Listing, entry.Words);
            }
            else
            {
                s.Remove(reference);
            }
        }

        if (s.IsWorn)
        {
            shelf = new();
            shelf.Fill(s.All());
        }
    });

    public void Dispose() => gate.Dispose();

    private static LedgerAnswer Answer(Shelf shelf, LedgerQuestion question, IReadOnlyList<Facet> counting)
    {
        var terms = SearchText.Terms(question.Words);
        var found = shelf.Live.Copy();
        foreach (var term in terms)
        {
            shelf.Narrow(ref found, term);
        }

        var result = Filtered(shelf, found, question.Filters);
        var counts = counting.ToDictionary(f => f, f => (IReadOnlyDictionary<string, int>)shelf.CountsOf(f, question.Filters.ContainsKey(f)
            ? Filtered(shelf, found, question.Filters.Where(q => q.Key != f))
            : result));
        var total = result.Count();
        var items = InOrder(shelf, question.Order, result, terms).Take(total).Skip((question.Page - 1) * question.Size).Take(question.Size);
        return new(total, [.. items], counts);
    }

    private static Bits Filtered(Shelf shelf, Bits found, IEnumerable<KeyValuePair<Facet, string>> filters)
    {
        var result = found.Copy();
        foreach (var (facet, value) in filters)
        {
            shelf.Narrow(ref result, facet, value);
        }

        return result;
    }

    private static IEnumerable<Listing> InOrder(Shelf shelf, LedgerOrder order, Bits result, string[] terms)
    {
        if (order != LedgerOrder.Relevance)
        {
            return shelf.InOrder(order, result);
        }

        if (terms.Length == 0)
        {
            return shelf.InOrder(LedgerOrder.Newest, result);
        }

        var named = result.Copy();
        foreach (var term in terms)
        {
            shelf.NarrowToName(ref named, term);
        }

        var others = result.Copy();
        others.Remove(named);
        return shelf.InOrder(LedgerOrder.Newest, named).Take(named.Count()).Concat(shelf.InOrder(LedgerOrder.Newest, others));
    }

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
        }
        finally
        {
            gate.ExitWriteLock();
        }
    }
}
