using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Ledger;

/// <summary>Whom the public may call about an instrument: a person who agreed, an office, or else the organisation's own office (A12).</summary>
/// <param name="Person">Only of a person who agreed.</param>
public sealed record PublicContact(string? Person, string? Phone, string? Email)
{
    /// <summary>What the particulars allow. Without a word on publication nothing of the person is shown.</summary>
    public static PublicContact Of(Particulars particulars, Organisation organisation) => particulars[Fields.ContactConsent] switch
    {
        "consented" => new(Filled(particulars[Fields.Contact]), Filled(particulars[Fields.Phone]), Filled(particulars[Fields.Email])),
        "office" => new(null, Filled(particulars[Fields.Phone]), null),
        _ => new(null, Filled(organisation.OfficePhone), null),
    };

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
