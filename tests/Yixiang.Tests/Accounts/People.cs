using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Tests.Accounts;

/// <summary>People with real passwords, who sign in as everybody does.</summary>
public static partial class People
{
    public const string Password = "Jinzhong-2026";

    public static Task<Account> GivenPersonAsync(this Site site, string email, params Grant[] grants) => site.UseAsync(async services =>
    {
        var db = services.GetRequiredService<Db>();
        var account = await services.GetRequiredService<Opening>().OpenAsync(new("张演示", email), Password, Actor.Product, "open", default);
        foreach (var grant in grants)
        {
            var own = Grant.ByOperator(account.Id, grant.Role, site.Clock.Now, grant.OrganisationId, grant.AreaCode);
            db.Grants.Add(own);
            db.Record(JournalEntry.Of("grant", own.Reference, "set-up", new(Actor.Product, site.Clock.Now)));
        }

        await db.SaveChangesAsync();
        return account;
    });

    /// <summary>A role for <see cref="GivenPersonAsync"/>.</summary>
    public static Grant In(Role role, long? organisation = null, string? area = null) => Grant.ByOperator(0, role, default, organisation, area);

    public static Task<HttpResponseMessage> SignInAsync(this HttpClient browser, string name, string password = Password, string? to = null)
    {
        var page = to is null ? "/sign-in" : $"/sign-in?ReturnUrl={Uri.EscapeDataString(to)}";
        return Site.PostFormAsync(browser, page, page, ("Name", name), ("Password", password));
    }

    /// <summary>Enrols and so completes a sign-in that demands a second factor; gives the key.</summary>
    public static async Task<(string Key, IReadOnlyList<string> Codes)> EnrolAsync(this Site site, HttpClient browser)
    {
        var html = await browser.GetStringAsync("/sign-in/enrol");
        var key = KeyText().Match(html).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        using var answer = await Site.PostFormAsync(browser, "/sign-in/enrol", "/sign-in/enrol?handler=Confirm", ("Code", CodeNow(site, key)));
        var codes = RecoveryText().Matches(await answer.Content.ReadAsStringAsync()).Select(m => m.Groups[1].Value).ToList();
        return (key, codes);
    }

    public static string CodeNow(Site site, string key) => Totp.Code(FromBase32(key), Totp.StepAt(site.Clock.Now));

    public static Task<List<string>> JournalOfAsync(this Site site, string subject, string reference) =>
        site.QueryAsync(db => db.Journal.Where(e => e.Subject == subject && e.Reference == reference).OrderBy(e => e.Id).Select(e => e.What).ToListAsync());

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(c => c.Length == 8).Select(c => Convert.ToByte(new string(c), 2))];
    }

    [GeneratedRegex("<span class=\"code\">([A-Z2-7 ]{32,})</span>")]
    private static partial Regex KeyText();

    [GeneratedRegex("<li class=\"code\">([A-Z2-7-]+)</li>")]
    private static partial Regex RecoveryText();
}
