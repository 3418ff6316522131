using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Ledger.Watching;

/// <summary>How people keep, name, pause and drop their searches. Nobody ever sees another's.</summary>
public sealed class SavedSearches(Db db, IDataProtectionProvider protection, TimeProvider clock) : IOfPerson
{
    public const string Subject = "saved-search";
    private readonly IDataProtector protector = protection.CreateProtector("saved-search-stop");

    public string Name => "SavedSearches";

    public Task<List<SavedSearch>> OfAsync(long account, CancellationToken stop) =>
        db.SavedSearches.AsNoTracking().Where(s => s.AccountId == account).OrderByDescending(s => s.Id).ToListAsync(stop);

    /// <summary>Keeps a search. The same search again only gets the new name and is watched again.</summary>
    /// <param name="address">What is asked: order, page and day are left out.</param>
    /// <exception cref="RefusedException"><c>watch-too-many</c>, <c>watch-name</c>, <c>watch-address</c>.</exception>
    public async Task<SavedSearch> KeepAsync(string? name, LedgerAddress address, Actor actor, CancellationToken stop)
    {
        var (title, asked, now) = (Named(name), Asked(address), clock.GetUtcNow());
        if (asked.Length > SavedSearch.LongestAddress || address.Problems.Count > 0)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "watch-address"));
        }

        if (await db.SavedSearches.SingleOrDefaultAsync(s => s.AccountId == actor.AccountId && s.Address == asked, stop) is { } there)
        {
            (there.Name, there.PausedAt) = (title, null);
            await SaveAsync(there, "keep", actor, stop);
            return there;
        }

        if (await db.SavedSearches.CountAsync(s => s.AccountId == actor.AccountId, stop) >= SavedSearch.MostPerAccount)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "watch-too-many", SavedSearch.MostPerAccount));
        }

        var search = new SavedSearch { Reference = await db.NextReferenceAsync("W", now, stop), AccountId = actor.AccountId!.Value, Name = title, Address = asked, CreatedAt = now };
        db.SavedSearches.Add(search);
        await SaveAsync(search, "keep", actor, stop);
        return search;
    }

    /// <exception cref="RefusedException"><c>watch-name</c>: it has no name, or too long a one.</exception>
    public Task RenameAsync(SavedSearch search, string? name, Actor actor, CancellationToken stop)
    {
        search.Name = Named(name);
        return SaveAsync(search, "rename", actor, stop);
    }

    public Task PauseAsync(SavedSearch search, bool paused, Actor actor, CancellationToken stop)
    {
        search.PausedAt = paused ? clock.GetUtcNow() : null;
        return SaveAsync(search, paused ? "pause" : "resume", actor, stop);
    }

    public Task DropAsync(SavedSearch search, Actor actor, CancellationToken stop)
    {
        db.SavedSearches.Remove(search);
        return SaveAsync(search, "drop", actor, stop);
    }

    /// <summary>The secret part of the address that ends the mails without a sign-in; made when a mail is written, kept nowhere.</summary>
    public string SecretOf(long account) => protector.Protect(account.ToString(CultureInfo.InvariantCulture));

    /// <summary>The account behind such an address; null for one that is cut off or made up.</summary>
    public long? AccountOf(string? secret)
    {
        try
        {
            return string.IsNullOrEmpty(secret) ? null : long.Parse(protector.Unprotect(secret), CultureInfo.InvariantCulture);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Pauses every search of an account: what the link in a mail does. Twice is once.</summary>
    public async Task PauseAllAsync(long account, CancellationToken stop)
    {
        var act = new Act(Actor.Visitor with { AccountId = account }, clock.GetUtcNow());
        foreach (var search in await db.SavedSearches.Where(s => s.AccountId == account && s.PausedAt == null).ToListAsync(stop))
        {
            search.PausedAt = act.At;
            db.Record(JournalEntry.Of(Subject, search.Reference, "pause", act));
        }

        await db.SaveChangesAsync(stop);
    }

    public async Task<object> CopyAsync(long account, CancellationToken stop) =>
        await db.SavedSearches.AsNoTracking().Where(s => s.AccountId == account).OrderBy(s => s.Id).Select(s => new { s.Name, s.Address, s.CreatedAt, s.PausedAt }).ToListAsync(stop);

    public Task EraseAsync(long account, CancellationToken stop) => db.SavedSearches.Where(s => s.AccountId == account).ExecuteDeleteAsync(stop);

    /// <summary>A search as it is kept: what is asked, in one form whatever the order of its parts was.</summary>
    public static string Asked(LedgerAddress address) => address.With(("sort", null), ("asOf", null), ("page", null), ("size", null)).ToQueryString().ToString();

    private static string Named(string? name) => name?.Trim() is { Length: > 0 and <= SavedSearch.LongestName } title
        ? title : throw new RefusedException(new(RefusalKind.WrongInput, "watch-name", SavedSearch.LongestName) { Fields = [new("name", "watch-name", SavedSearch.LongestName)] });

    private async Task SaveAsync(SavedSearch search, string what, Actor actor, CancellationToken stop)
    {
        db.Record(JournalEntry.Of(Subject, search.Reference, what, new(actor, clock.GetUtcNow()), new { search.Name, search.Address }));
        await db.SaveChangesAsync(stop);
    }
}
