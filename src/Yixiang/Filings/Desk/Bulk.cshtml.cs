using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>One act on all chosen filings, and what became of each of them.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class BulkModel(Bulk bulk, Actor actor) : PageModel
{
    public string Act { get; private set; } = "";

    /// <summary>The list from which they were chosen, as a query.</summary>
    public string Back { get; private set; } = "";

    public IReadOnlyList<BulkResult> Results { get; private set; } = [];

    /// <summary>What is wrong with the whole: nothing chosen, too many, no reason.</summary>
    public string? Wrong { get; private set; }

    /// <summary>What was chosen, kept for a second attempt.</summary>
    public IReadOnlyList<string> Choices { get; private set; } = [];

    public string Text { get; private set; } = "";

    public IActionResult OnGet() => LocalRedirect("~/desk/filings?state=waiting");

    public async Task OnPostAsync(string act, string? text, string? officer, string? back, string[] choice, CancellationToken stop)
    {
        (Act, Back, Choices, Text) = (act ?? "", back is ['?', ..] ? back : "", choice, text ?? "");
        Wrong = choice.Length == 0 ? T("desk.bulk-none") : choice.Length > Bulk.Most ? T("desk.bulk-too-many", Bulk.Most) : null;
        if (Wrong is null)
        {
            Results = await MakeAsync(officer, stop);
        }

        Response.StatusCode = Wrong is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
    }

    private async Task<IReadOnlyList<BulkResult>> MakeAsync(string? officer, CancellationToken stop)
    {
        if (Act == "assign")
        {
            return await bulk.AssignAsync(officer == "me" ? actor.AccountId : long.TryParse(officer, out var id) ? id : null, Choices, actor, stop);
        }

        if (Filing.Lifecycle.Find(Act) is not { } move)
        {
            Wrong = T("desk.bulk-unknown");
            return [];
        }

        if (MoveInput.Read(move.InputType, Request.Form, out var errors) is not { } input)
        {
            Wrong = string.Join(' ', errors.Values.SelectMany(e => e));
            return [];
        }

        return await bulk.MoveAsync(move, input, Choices, actor, stop);
    }
}
