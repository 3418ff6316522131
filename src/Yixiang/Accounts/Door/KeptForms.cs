using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>What somebody had typed when the session was already over: kept encrypted for an hour, given back to the same person only.</summary>
[Unjournalled("words that were never handed in are nobody's act")]
public sealed class KeptForm
{
    public required string Id { get; init; }
    public required long AccountId { get; init; }
    public required string Protected { get; init; }
    public required DateTimeOffset KeptAt { get; init; }
}

/// <summary>Keeps forms that arrive after their session has ended, so that nothing typed is lost.</summary>
public sealed class KeptForms(Db db, IDataProtectionProvider protection, IOptionsMonitor<CookieAuthenticationOptions> cookies, TimeProvider clock)
{
    private const int MostBytes = 1_048_576;
    private static readonly TimeSpan Term = TimeSpan.FromHours(1);
    private readonly IDataProtector protector = protection.CreateProtector("kept-form");

    /// <summary>Keeps the form of this request when its cookie was once a real one.</summary>
    /// <returns>The id under which it is given back; null when there is nothing to keep.</returns>
    public async Task<string?> KeepAsync(HttpContext http, CancellationToken stop)
    {
        var request = http.Request;
        // A draft that saves itself tries again and again, and nobody is led to what it would leave here.
        if (!HttpMethods.IsPost(request.Method) || request.Query["handler"] == "Autosave" || request.ContentLength is null or > MostBytes || Owner(http) is not { } owner || await KeptWords.OfAsync(request, stop) is not { } words)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        await db.KeptForms.Where(k => k.KeptAt < now - Term).ExecuteDeleteAsync(stop);
        var kept = new KeptForm { Id = Guid.NewGuid().ToString("N"), AccountId = owner, Protected = protector.Protect(JsonSerializer.Serialize(words)), KeptAt = now };
        db.KeptForms.Add(kept);
        await db.SaveChangesAsync(stop);
        return kept.Id;
    }

    public async Task<KeptWords?> FindAsync(string id, Actor actor, CancellationToken stop)
    {
        var oldest = clock.GetUtcNow() - Term;
        var kept = await db.KeptForms.AsNoTracking().SingleOrDefaultAsync(k => k.Id == id && k.AccountId == actor.AccountId && k.KeptAt >= oldest, stop);
        return kept is null ? null : Read(kept);
    }

    private KeptWords? Read(KeptForm kept)
    {
        try
        {
            return JsonSerializer.Deserialize<KeptWords>(protector.Unprotect(kept.Protected));
        }
        catch (CryptographicException)
        {
            // Kept before the key file was lost: nobody can read it any more, which is what the page says.
            return null;
        }
    }

    /// <summary>The person of a cookie whose time is over.</summary>
    private long? Owner(HttpContext http)
    {
        var options = cookies.Get(IdentityConstants.ApplicationScheme);
        var cookie = options.CookieManager.GetRequestCookie(http, options.Cookie.Name!);
        var person = cookie is null ? null : options.TicketDataFormat.Unprotect(cookie)?.Principal;
        return long.TryParse(person?.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
    }
}
