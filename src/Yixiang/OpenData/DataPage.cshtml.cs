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
public sealed class DataPageModel(Db db, Licence licence, TimeProvider clock) : PageModel
{
    public Licence Licence => licence;
    public int Rows { get; private set; }

    /// <summary>When the ledger last changed; null while it is empty.</summary>
    public DateTimeOffset? ChangedAt { get; private set; }
    public DateOnly Today => clock.Today();
    public IReadOnlyList<Field> Given => OpenTable.Given;

    public string Json => LinkedData.Dataset(Request, licence, ChangedAt);

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
