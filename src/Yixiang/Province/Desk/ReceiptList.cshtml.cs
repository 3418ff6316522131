using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>The province's answers, and the form to hand in another.</summary>
[For(Role.BureauOfficer), StreamedForm, IgnoreAntiforgeryToken]
public sealed class ReceiptListModel(Db db, Actor actor, Receipts receipts, IAntiforgery antiforgery, ListFiles files) : PageModel
{
    private static readonly Table<Receipt> Sheet = new Table<Receipt>("province.receipts")
        .Code("province.receipt", r => r.Reference).Text("province.receipt-file", r => r.FileName, 32).Instant("province.received-at", r => r.ReceivedAt)
        .Text("province.state", r => T(r.TakenAt is null ? "province.receipt-waits" : "province.receipt-taken"), 14).Number("province.rows", r => r.Rows)
        .Number("province.rows-taken", r => r.TakenAt is null ? null : r.Taken).Number("province.rows-wrong", r => r.TakenAt is null ? null : r.Wrong);

    public Page<Receipt> Rows { get; private set; } = null!;

    public long LimitMiB => ReceiptSheet.MostBytes / UploadLimits.BytesPerMiB;

    public int MostRows => ReceiptSheet.MostRows;

    public Crumb[] Crumbs => [new(T("nav.desk"), "/desk"), new(T("province.title"), "/desk/province"), new(T("province.receipts"))];

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (files.Asked(Request, Sheet, "province.receipts", All.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        await ShowAsync(stop);
        return Page();
    }

    private IQueryable<Receipt> All => db.ProvinceReceipts.AsNoTracking().OrderByDescending(r => r.Id);

    private async Task ShowAsync(CancellationToken stop) =>
        Rows = await All.PageAsync(new QueryReader(Request.Query).Number("page", 1, 1_000_000), Paging.DefaultSize, stop);

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        Receipt? receipt = null;
        try
        {
            var words = await Request.ReadStreamedFormAsync(antiforgery, async (_, name, content) => receipt ??= await receipts.ReceiveAsync(name, content, actor, stop), stop);
            if (words is null)
            {
                return new AntiforgeryValidationFailedResult();
            }

            return receipt is null ? throw new RefusedException(new(RefusalKind.WrongInput, "receipt-no-file")) : LocalRedirect($"~/desk/province/receipts/{receipt.Reference}");
        }
        catch (AntiforgeryValidationException)
        {
            return new AntiforgeryValidationFailedResult();
        }
        catch (RefusedException refused)
        {
            db.ChangeTracker.Clear();
            ModelState.AddModelError("file", refused.Refusal.Sentence);
            Response.StatusCode = refused.Refusal.Kind.Status();
            await ShowAsync(stop);
            return Page();
        }
    }
}
