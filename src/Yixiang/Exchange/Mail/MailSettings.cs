using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>How mail leaves the house. Without a host, and in the demo, every mail is caught and can be read on a page.</summary>
/// <param name="Tls">Setting <c>Mail:Tls</c>: <c>starttls</c> (default), <c>implicit</c>, or <c>none</c> for a server on this machine.</param>
/// <param name="Sender">Address in whose name is sent; the city's own unless set.</param>
/// <param name="Gather">Setting <c>Mail:GatherSeconds</c>: how long decisions on filings wait for further ones to the same reader, so that one mail tells them all.</param>
/// <param name="Address">Where readers find the site (<c>Site:Address</c>), for the links.</param>
public sealed record MailSettings(string Host, int Port, string Tls, string User, string Password, string Sender, TimeSpan Gather, Uri Address, bool Demo)
{
    public bool IsCaught => Demo || Host == "";

    /// <exception cref="InvalidOperationException">A setting makes no sense: said at start, not at the first mail.</exception>
    public static MailSettings Of(IConfiguration settings, CityPack pack)
    {
        var tls = (settings["Mail:Tls"] ?? "starttls").ToLowerInvariant();
        if (tls is not ("starttls" or "implicit" or "none"))
        {
            throw new InvalidOperationException($"Mail:Tls must be starttls, implicit or none, not '{tls}'.");
        }

        var gather = settings.GetValue("Mail:GatherSeconds", 60);
        if (gather is < 0 or > 3600)
        {
            throw new InvalidOperationException($"Mail:GatherSeconds must be 0 to 3600, not {gather}.");
        }

        var address = settings["Site:Address"] ?? settings["urls"]?.Split(';')[0] ?? "http://127.0.0.1:5080";
        return new(settings["Mail:Host"] ?? "", settings.GetValue("Mail:Port", tls == "implicit" ? 465 : 587), tls, settings["Mail:User"] ?? "", settings["Mail:Password"] ?? "",
            settings["Mail:Sender"] ?? pack.City.Mail.Address, TimeSpan.FromSeconds(gather), new(address.TrimEnd('/') + "/"), settings.GetValue("Demo", false));
    }

    /// <summary>A page's full address in the reader's language.</summary>
    /// <param name="path">Without the language prefix: <c>/unit/filings</c>.</param>
    public string LinkTo(string path, bool english) => new Uri(Address, (english ? "en" : "") + path).ToString();
}
