using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>The province's answers, and the form to hand in another.</summary>
[For(Role.BureauOfficer), StreamedForm, IgnoreAntiforgeryToken]
public sealed class ReceiptListModel(Db db, Actor actor, Receipts receipts, IAntiforgery antiforgery) : PageModel
{
    public Page<Receipt> Rows { get; private set; } = null!;

    public long LimitMiB => ReceiptSheet.MostBytes / UploadLimits.BytesPerMiB;

    public int MostRows => ReceiptSheet.MostRows;

    public Crumb[] Crumbs => [new(T("nav.desk"), "/desk"), new(T("province.title"), "/desk/province"), new(T("province.receipts"))];

    public async Task OnGetAsync(CancellationToken stop) =>
        Rows = await db.ProvinceReceipts.AsNoTracking().OrderByDescending(r => r.Id).PageAsync(new QueryReader(Request.Query).Number("page", 1, 1_000_000), Paging.DefaultSize, stop);

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
            await OnGetAsync(stop);
            return Page();
        }
    }
}
