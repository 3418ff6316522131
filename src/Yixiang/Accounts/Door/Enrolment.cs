using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Accounts;

/// <summary>What a person needs to set up the app.</summary>
/// <param name="Svg">The QR code.</param>
/// <param name="Key">The same key to type, in groups of four.</param>
public sealed record Enrolment(string Svg, string Key)
{
    public static Enrolment Of(byte[] key, Account account, CityPack pack)
    {
        var address = Totp.Address(pack.City.SiteTitle.ToString(), account.UserName ?? "", key);
        return new(QrCode.Svg(address, Texts.T("account.enrol-qr")), string.Join(' ', Totp.ToText(key).Chunk(4).Select(g => new string(g))));
    }
}
