using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

public static class AccountParts
{
    /// <summary>Name of the rate limit on everything that takes a password, a code or an address from a stranger.</summary>
    public const string Door = "door";

    /// <summary>Chooses between cookie and API token: a token counts only below <c>/api</c>.</summary>
    private const string Entrance = "entrance";

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<Account>(o => (o.User.RequireUniqueEmail, o.Password) = (true, new() { RequiredLength = 1, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false }))
            .AddEntityFrameworkStores<Db>().AddDefaultTokenProviders();
        services.AddSingleton(s => DoorRules.Of(s.GetRequiredService<CityPack>(), s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<Passwords>().AddSingleton<SetUpCode>();
        services.AddHostedService(s => s.GetRequiredService<SetUpCode>());
        services.AddScoped<SignIns>().AddScoped<SecondFactors>().AddScoped<Tries>().AddScoped<KeptForms>().AddScoped<SessionGate>();
        services.AddScoped<Opening>().AddScoped<MailLinks>().AddScoped<Granting>().AddScoped<Inviting>().AddScoped<Closing>().AddScoped<Tokens>().AddScoped<Applications>();
        services.AddSingleton(GrantGuards.Separated);
        services.AddDataProtection().SetApplicationName("yixiang").PersistKeysToDbContext<Db>();
        services.AddOptions<KeyManagementOptions>().Configure<KeyChest>((o, chest) => o.XmlEncryptor = new KeyLock(chest));
        services.AddEntrance();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddHttpContextAccessor();
        services.AddScoped(s => s.GetRequiredService<IHttpContextAccessor>().HttpContext?.User.ToActor() ?? Actor.Visitor);
        services.AddRateLimiter(o => o.AddPolicy(Door, LimitOf).RejectionStatusCode = StatusCodes.Status429TooManyRequests);
        services.AddAntiforgery(o => o.Cookie = new HouseCookie("yixiang-form"));
        services.Configure<CookieTempDataProviderOptions>(o => o.Cookie = new HouseCookie("yixiang-said"));
        services.Configure<MvcOptions>(o => o.Filters.Add<SpokenProblems>());
        return services;
    }

    /// <summary>Between authorisation and the pages: limits at the door, forged requests, scopes of tokens, and whoever must choose a new password first.</summary>
    public static void UseAccounts(this IApplicationBuilder app)
    {
        app.UseRateLimiter();
        app.UseMiddleware<OwnPagesOnly>();
        app.UseMiddleware<TokenScopes>();
        app.UseMiddleware<NewPasswordFirst>();
    }

    private static void AddEntrance(this IServiceCollection services)
    {
        services.AddAuthentication(Entrance)
            .AddPolicyScheme(Entrance, null, o => o.ForwardDefaultSelector = http => TokenDoor.IsMeant(http.Request) ? TokenDoor.Scheme : IdentityConstants.ApplicationScheme)
            .AddScheme<TokenDoorOptions, TokenDoor>(TokenDoor.Scheme, null)
            .AddCookie(IdentityConstants.ApplicationScheme)
            .AddCookie(SignIns.HalfWay, o => (o.Cookie, o.ExpireTimeSpan, o.SlidingExpiration) = (new HouseCookie(SignIns.HalfWay), TimeSpan.FromMinutes(10), false));
        services.AddOptions<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme).Configure<DoorRules>((o, rules) =>
        {
            (o.Cookie, o.EventsType) = (new HouseCookie("yixiang"), typeof(SessionGate));
            o.LoginPath = "/sign-in";
            (o.SlidingExpiration, o.ExpireTimeSpan) = (true, rules.Idle);
        });
    }

    private static RateLimitPartition<string> LimitOf(HttpContext http) => HttpMethods.IsPost(http.Request.Method)
        ? RateLimitPartition.GetFixedWindowLimiter(http.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = http.RequestServices.GetRequiredService<DoorRules>().TriesPerMinute, Window = TimeSpan.FromMinutes(1) })
        : RateLimitPartition.GetNoLimiter("reading");
}
