using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Filings;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Desk;

/// <summary>Where an officer makes a checked list a batch: what will happen, the decision and its document.</summary>
[For(Role.BureauOfficer)]
public sealed class BatchOfListPageModel(Db db, BatchOfList lists, BatchDrafts drafts, CityPack pack, Actor actor) : PageModel
{
    /// <summary>More names are not written out.</summary>
    public const int MostNamed = 40;

    public Import List { get; private set; } = null!;
    public BatchForecast Forecast { get; private set; } = null!;
    public Refusal? WhyNot { get; private set; }

    /// <summary>What the form shows: what was typed, or else what is likely.</summary>
    public BatchInput Input { get; private set; } = null!;
    public int MostFileMiB => pack.Settings.Uploads.AttachmentMiB;
    public bool WithoutLeftOut { get; private set; }

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken stop)
    {
        if (await lists.FindAsync(reference, actor, stop) is not { } list)
        {
            return NotFound();
        }

        if (await lists.NumberAsync(list, stop) is { } number)
        {
            return Redirect($"{Request.PathBase}/desk/batches/{number}");
        }

        Input = new(drafts.TitleOf(await drafts.NextNumberAsync(stop)), null, list.Ground);
        return await ShowAsync(list, stop);
    }

    public async Task<IActionResult> OnPostAsync(string reference, Guid version, IFormFile? decision, CancellationToken stop)
    {
        if (await lists.FindAsync(reference, actor, stop) is not { } list)
        {
            return NotFound();
        }

        WithoutLeftOut = Request.Form["withoutLeftOut"] == "true";
        Input = new(Request.Form["title"], DateOnly.TryParse(Request.Form["decidedOn"], out var day) ? day : null, Request.Form["decisionNumber"]);
        var input = MoveInput.Read(typeof(BatchInput), Request.Form, out var errors) as BatchInput;
        if (decision is null)
        {
            errors["decision"] = [T("problem.required")];
        }

        return errors.Count > 0 || input is null ? await WrongAsync(list, errors, StatusCodes.Status400BadRequest, stop) : await BeginAsync(list, input, version, decision!, stop);
    }

    private async Task<IActionResult> BeginAsync(Import list, BatchInput input, Guid version, IFormFile decision, CancellationToken stop)
    {
        try
        {
            Batch? batch = null;
            await using var content = decision.OpenReadStream();
            await lists.TakeDecisionAsync(decision.FileName, content, actor, async file =>
            {
                if (list.Version != version)
                {
                    throw new RefusedException(new(RefusalKind.Conflict, "changed-meanwhile", list.Reference));
                }

                await using var transaction = await db.Database.BeginTransactionAsync(stop);
                batch = await lists.BeginAsync(list, input, WithoutLeftOut, file, actor, stop);
                await transaction.CommitAsync(stop);
            }, stop);
            TempData["Ok"] = T(batch!.AwaitsList ? "batch.of-list-begun" : "batch.of-list-done", batch.Title);
            return Redirect($"{Request.PathBase}/desk/batches/{batch.Number}");
        }
        catch (RefusedException refused)
        {
            db.ChangeTracker.Clear();
            var field = refused.Refusal.Code.StartsWith("file-", StringComparison.Ordinal) ? "decision" : refused.Refusal.Code == "batch-of-list-left-out" ? "withoutLeftOut" : "";
            return await WrongAsync((await lists.FindAsync(list.Reference, actor, stop))!, new() { [field] = [refused.Refusal.Sentence] }, refused.Refusal.Kind.Status(), stop);
        }
    }

    private async Task<IActionResult> WrongAsync(Import list, Dictionary<string, string[]> errors, int status, CancellationToken stop)
    {
        foreach (var (field, sentences) in errors)
        {
            ModelState.AddModelError(field, sentences[0]);
        }

        Response.StatusCode = status;
        return await ShowAsync(list, stop);
    }

    private async Task<IActionResult> ShowAsync(Import list, CancellationToken stop)
    {
        (List, Forecast, WhyNot) = (list, await lists.ForecastAsync(list, stop), await lists.WhyNotAsync(list, actor, stop));
        return Page();
    }
}
