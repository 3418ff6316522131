using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using Yixiang.Province;

namespace Yixiang.Ledger;

/// <summary>Keeps the search index of this node in step with the journal: fills it at start, then looks every quarter of a second what happened.</summary>
/// <remarks>
/// An entry's id is given before its transaction ends, so on PostgreSQL an id may appear after a higher one was seen. Looking for higher ids is therefore
/// only the quick way; the chain of seals, which is laid over visible entries without gaps, is the sure way, and finds what the quick way missed.
/// Looking at an instrument twice does no harm: what counts is what the database says of it then.
/// </remarks>
public sealed class LedgerFeed(IServiceScopeFactory scopes, LedgerIndex index, LedgerWords words, LedgerMark mark, IOutputCacheStore pages, ILogger<LedgerFeed> log) : BackgroundService
{
    private const int Most = 5_000;
    private const int Together = 500;
    private static readonly string[] Subjects = ["instrument", "organisation", "batch", "document", "edition", "notice", Recommendations.Subject];

    /// <summary>Of this the journal says that every node is to read the whole ledger anew.</summary>
    internal const string IndexSubject = "search-index";

    private readonly HashSet<long> seen = [];
    private readonly SemaphoreSlim turn = new(1);
    private long lastEntry;
    private long lastSeal;

    /// <summary>Fills the index before the site serves its first page.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefillAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Reads the whole published ledger anew.</summary>
    public async Task RefillAsync(CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            await FillAsync(stop);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What the database says is public now, as the index keeps it.</summary>
    internal static async Task<List<LedgerEntry>> ReadAsync(Db db, LedgerWords words, CancellationToken stop)
    {
        List<LedgerEntry> all = [];
        await foreach (var line in db.LedgerNow().OrderBy(l => l.Instrument.Id).AsAsyncEnumerable().WithCancellation(stop))
        {
            all.Add(words.Of(line));
        }

        return all;
    }

    private async Task FillAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        lastSeal = await db.Seals.MaxAsync(s => (long?)s.Number, stop) ?? 0;
        lastEntry = await db.Journal.MaxAsync(e => (long?)e.Id, stop) ?? 0;
        seen.Clear();
        var newest = await db.Journal.AsNoTracking().Where(e => Subjects.Contains(e.Subject) && e.Id <= lastEntry).OrderByDescending(e => e.Id).Select(e => new { e.Id, e.At }).FirstOrDefaultAsync(stop);
        index.Fill(await ReadAsync(db, words, stop));
        mark.Move(newest?.Id ?? 0, newest?.At ?? DateTimeOffset.MinValue);
    }

    /// <summary>Takes over everything that has happened until now.</summary>
    public async Task CatchUpAsync(CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            while (await TakeAsync(stop))
            {
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>As if the quick way had missed all that it saw, and no seal had been looked at: for tests of the sure way.</summary>
    internal async Task ForgetSeenAsync(CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        seen.Clear();
        lastSeal = 0;
        turn.Release();
    }

    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CatchUpAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "The search index could not follow the journal; it is tried again.");
            }
        }
    }

    /// <returns>Whether there may be more.</returns>
    private async Task<bool> TakeAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        var quick = await db.Journal.AsNoTracking().Where(e => e.Id > lastEntry).OrderBy(e => e.Id).Take(Most)
            .Select(e => new Happening(e.Id, e.Subject, e.Reference, e.At)).ToListAsync(stop);
        var chained = await (from s in db.Seals.AsNoTracking()
                             where s.Number > lastSeal
                             join e in db.Journal on s.EntryId equals e.Id
                             orderby s.Number
                             select new { s.Number, Happening = new Happening(e.Id, e.Subject, e.Reference, e.At) }).Take(Most).ToListAsync(stop);
        var late = chained.Select(c => c.Happening).Where(h => !seen.Contains(h.Id));
        if (quick.Concat(late).Any(h => h.Subject == IndexSubject))
        {
            await FillAsync(stop);
            seen.UnionWith(quick.Select(h => h.Id));
            await pages.ForgetLedgerAsync(mark, stop);
            return true;
        }

        List<Happening> touching = [.. quick.Concat(late).Where(h => Subjects.Contains(h.Subject))];
        await RefreshAsync(db, [.. touching.Select(h => (h.Subject, h.Reference)).Distinct()], stop);

        // First the mark, then the turn: no page of the new turn tells the time of the old one.
        touching.ForEach(h => mark.Move(h.Id, h.At));
        if (touching.Count > 0)
        {
            await pages.ForgetLedgerAsync(mark, stop);
        }

        seen.UnionWith(quick.Select(h => h.Id));
        seen.ExceptWith(chained.Select(c => c.Happening.Id));
        lastEntry = quick.LastOrDefault()?.Id ?? lastEntry;
        lastSeal = chained.LastOrDefault()?.Number ?? lastSeal;
        return quick.Count == Most || chained.Count == Most;
    }

    private async Task RefreshAsync(Db db, List<(string Subject, string Reference)> touched, CancellationToken stop)
    {
        var organisations = touched.Where(t => t.Subject == "organisation").Select(t => t.Reference).ToList();
        var references = touched.Where(t => t.Subject == "instrument").Select(t => t.Reference).ToHashSet();
        if (organisations.Count > 0)
        {
            references.UnionWith(await db.LedgerNow().Where(l => organisations.Contains(l.Organisation.Reference)).Select(l => l.Instrument.Reference).ToListAsync(stop));
        }

        foreach (var some in touched.Where(t => t.Subject == Recommendations.Subject).Select(t => t.Reference).Chunk(Together))
        {
            references.UnionWith(await db.Recommendations.Where(r => some.Contains(r.Reference)).Join(db.Instruments, r => r.InstrumentId, i => i.Id, (_, i) => i.Reference).ToListAsync(stop));
        }

        foreach (var some in references.Chunk(Together))
        {
            var lines = await db.LedgerNow().Where(l => some.Contains(l.Instrument.Reference)).ToListAsync(stop);
            var found = lines.ToDictionary(l => l.Instrument.Reference, words.Of);
            index.Change(some.ToDictionary(r => r, found.GetValueOrDefault));
        }
    }

    private sealed record Happening(long Id, string Subject, string Reference, DateTimeOffset At);
}
