using System.Net;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>What signing in asks for: the city's settings, and what the operator may set over them.</summary>
/// <remarks>Settings: <c>SecondFactor</c> (<c>optional</c> to ask nobody who has not enrolled), <c>SignIn:PerMinute</c> (tries from one address), <c>Demo</c>.</remarks>
public sealed record DoorRules(CitySettings City, bool SecondFactorOptional, int TriesPerMinute, bool Demo)
{
    public TimeSpan Idle => TimeSpan.FromMinutes(City.Session.IdleMinutes);

    public TimeSpan Longest => TimeSpan.FromHours(City.Session.LongestHours);

    public bool DemandsSecondFactor(Role role) => !SecondFactorOptional && City.SecondFactorRoles.Contains(role.ToString());

    public static DoorRules Of(CityPack pack, IConfiguration settings) =>
        new(pack.Settings, settings["SecondFactor"] == "optional", settings.GetValue("SignIn:PerMinute", 30), settings.GetValue("Demo", false));
}

/// <summary>A cookie of the house: for every page in both languages, never for scripts or other sites, and only over TLS but on the machine itself.</summary>
public sealed class HouseCookie : CookieBuilder
{
    public HouseCookie(string name)
    {
        (Name, Path, HttpOnly, SameSite, IsEssential) = (name, "/", true, SameSiteMode.Lax, true);
    }

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var cookie = base.Build(context, expiresFrom);
        cookie.Secure = context.Request.IsHttps || !IsThisMachine(context.Request.Host.Host);
        return cookie;
    }

    private static bool IsThisMachine(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
