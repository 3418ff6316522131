using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>One answer of the province, row by row: what each would change, what is wrong with it; and the button that takes the good ones.</summary>
[For(Role.BureauOfficer)]
public sealed class ReceiptPageModel(Db db, Actor actor, Receipts receipts, ReceiptJudging judging, ListFiles files) : PageModel
{
    private const int PageSize = 50;

    private static readonly Table<ReceiptRow> Sheet = new Table<ReceiptRow>("province.receipt")
        .Number("province.row", r => r.Line.Row, 8).Code("province.instrument", r => r.Line.Instrument).Text("field.name", r => r.Name, 32).Text("province.effect", r => T(r.Effect), 14)
        .Text("province.said", r => r.Line.Result, 16).Code("province.number", r => r.Line.Number, 20).Text("province.address", r => r.Line.Address, 40).Text("province.why", r => r.Line.Reason, 40)
        .Text("province.problem", r => r.Problem?.Sentence, 50);

    public Receipt Receipt { get; private set; } = null!;
    public Page<ReceiptRow> Rows { get; private set; } = null!;
    public IReadOnlyDictionary<ReceiptEffect, int> Counts { get; private set; } = null!;
    public ReceiptEffect? Only { get; private set; }

    private List<ReceiptRow> Shown { get; set; } = [];

    public int Changes => Counts.Where(c => c.Key is not (ReceiptEffect.Wrong or ReceiptEffect.Same)).Sum(c => c.Value);

    public Crumb[] Crumbs => [new(T("nav.desk"), "/desk"), new(T("province.title"), "/desk/province"), new(T("province.receipts"), "/desk/province/receipts"), new(Receipt.Reference)];

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken stop) =>
        !await ShowAsync(reference, stop) ? NotFound() : files.Asked(Request, Sheet, "province.receipt", Shown.ToAsyncEnumerable) is { } file ? file : Page();

    public async Task<IActionResult> OnPostAsync(string reference, CancellationToken stop)
    {
        if (await db.ProvinceReceipts.SingleOrDefaultAsync(r => r.Reference == reference, stop) is not { } receipt)
        {
            return NotFound();
        }

        try
        {
            var rows = await receipts.TakeAsync(receipt, actor, stop);
            TempData["Ok"] = T("province.receipt-done", rows.Count(r => r.Changes), rows.Count(r => !r.IsGood));
            return LocalRedirect($"~/desk/province/receipts/{reference}");
        }
        catch (RefusedException refused)
        {
            db.ChangeTracker.Clear();
            ModelState.AddModelError("", refused.Refusal.Sentence);
            Response.StatusCode = refused.Refusal.Kind.Status();
            return await ShowAsync(reference, stop) ? Page() : NotFound();
        }
    }

    public string To(ReceiptEffect? only) => Request.PathBase + Request.Path + (only is null ? "" : $"?only={only}");

    public static Badge BadgeOf(ReceiptEffect effect) => new(T(effect), effect switch
    {
        ReceiptEffect.List or ReceiptEffect.Enter => Tone.Ok,
        ReceiptEffect.Correct => Tone.Info,
        ReceiptEffect.Refuse => Tone.Warn,
        ReceiptEffect.Same => Tone.Quiet,
        ReceiptEffect.Wrong => Tone.Error,
    });

    private async Task<bool> ShowAsync(string reference, CancellationToken stop)
    {
        if (await db.ProvinceReceipts.AsNoTracking().SingleOrDefaultAsync(r => r.Reference == reference, stop) is not { } receipt)
        {
            return false;
        }

        Receipt = receipt;
        var query = new QueryReader(Request.Query);
        Only = query.Member<ReceiptEffect>("only");
        var all = await judging.JudgeAsync(receipt, stop);
        Counts = all.GroupBy(r => r.Effect).ToDictionary(g => g.Key, g => g.Count());
        Shown = [.. all.Where(r => Only is null || r.Effect == Only)];
        var page = query.Number("page", 1, 1_000_000);
        Rows = new([.. Shown.Skip((page - 1) * PageSize).Take(PageSize)], Shown.Count, page, PageSize);
        return true;
    }
}
