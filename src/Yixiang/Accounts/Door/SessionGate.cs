using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Looks at every sign-in cookie that comes in: is its session still open, its account unlocked and unchanged, its role still granted?</summary>
public sealed class SessionGate(Db db, DoorRules rules, KeptForms kept, TimeProvider clock) : CookieAuthenticationEvents
{
    private static readonly TimeSpan Sight = TimeSpan.FromMinutes(1);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var stop = context.HttpContext.RequestAborted;
        var id = GrantClaims.SessionOf(context.Principal!);
        var stamp = context.Principal!.FindFirst(GrantClaims.Stamp)?.Value;
        var seen = await (from s in db.Set<Session>()
                          join a in db.Set<Account>() on s.AccountId equals a.Id
                          where s.Id == id && s.EndedAt == null && a.SecurityStamp == stamp && a.ClosedAt == null && a.BlockedAt == null
                          select new { s.BeganAt, s.SeenAt, Holds = s.GrantId == null || db.Set<Grant>().Any(g => g.Id == s.GrantId && g.State == GrantState.Granted) }).SingleOrDefaultAsync(stop);
        var now = clock.GetUtcNow();
        if (seen is not { Holds: true } || now - seen.BeganAt > rules.Longest || now - seen.SeenAt > rules.Idle)
        {
            context.RejectPrincipal();
            // What is posted may be a draft that saves itself: the cookie stays, since it says whose words they are that the next press sends too late.
            if (HttpMethods.IsGet(context.HttpContext.Request.Method))
            {
                await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            }

            return;
        }

        if (now - seen.SeenAt >= Sight)
        {
            await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), stop);
        }
    }

    /// <summary>A machine gets a status, a person the sign-in page; a form that was sent too late is kept and offered again.</summary>
    public override async Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (context.Request.Path.StartsWithSegments("/api"))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var again = await kept.KeepAsync(context.HttpContext, context.HttpContext.RequestAborted);
        context.Response.Redirect(again is null ? context.RedirectUri : $"{context.Request.PathBase}/sign-in?ReturnUrl={Uri.EscapeDataString($"{context.Request.PathBase}/sign-in/again/{again}")}");
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
