using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using static Yixiang.Kernel.Texts;

namespace Yixiang.OpenData;

/// <summary>What of the ledger can be taken home, under which terms, and what each field means.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class DataPageModel(Db db, Licence licence, CityPack pack, TimeProvider clock) : PageModel
{
    public Licence Licence => licence;
    public int Rows { get; private set; }

    /// <summary>When the ledger last changed; null while it is empty.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }
    public DateOnly Today => clock.Today();
    public IReadOnlyList<Field> Given => OpenTable.Given;

    public string Json => LinkedData.Dataset(Request, licence, ChangedAt);

    /// <summary>An address that programs ask, as the page names it.</summary>
    /// <param name="Name">Key of its texts: <c>data.door-NAME</c>.</param>
    /// <param name="Example">An address that answers as it stands; null for one that does without.</param>
    public sealed record Door(string Name, string Address, string? Example);

    /// <summary>What programs may ask, the way in for each.</summary>
    public IEnumerable<Door> Doors =>
    [
        new("oai", PageAddress.Of(Request, "/oai"), "/oai?verb=Identify"),
        new("instrument", PageAddress.Of(Request, "/instruments/") + T("data.door-number") + "/pidinst.json", null),
        new("api", PageAddress.Of(Request, "/api/v1/instruments"), "/api/v1/instruments"),
        new("feed", PageAddress.Of(Request, $"/feeds/new.atom?area={pack.Areas[0].Code}"), $"/feeds/new.atom?area={pack.Areas[0].Code}"),
        new("calendar", PageAddress.Of(Request, "/events.ics"), "/events.ics"),
        new("sitemap", PageAddress.Of(Request, "/sitemap.xml"), "/sitemap.xml"),
    ];

    public async Task OnGetAsync(CancellationToken stop)
    {
        Rows = await db.LedgerNow().CountAsync(stop);
        ChangedAt = await LedgerMoment.LastChangeAsync(db, stop);
    }

    /// <summary>What a value looks like, and in which unit.</summary>
    public static string Shape(Field field) => field.Kind switch
    {
        FieldKind.Money => T("data.shape-money"),
        FieldKind.Number => T("data.shape-number"),
        FieldKind.Date => T("data.shape-date"),
        FieldKind.YesNo => T("data.shape-yes-no"),
        FieldKind.Code => T("data.shape-code", field.Table!),
        FieldKind.Codes => T("data.shape-codes", field.Table!),
        FieldKind.Url => T("data.shape-url"),
        FieldKind.Line or FieldKind.Prose or FieldKind.Digits or FieldKind.Phone or FieldKind.Email => T("data.shape-text"),
    };
}
