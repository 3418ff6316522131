using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>What a new token is to be called, good for, and how long.</summary>
public sealed class TokenInput
{
    [Required(ErrorMessage = "required"), StringLength(60, ErrorMessage = "account-too-long")]
    public string Name { get; set; } = "";

    public List<string> Scopes { get; set; } = [];

    [Range(1, Tokens.LongestDays, ErrorMessage = "token-days")]
    public int Days { get; set; } = 90;
}

/// <summary>The API tokens of a unit.</summary>
[For(Role.UnitAdministrator), ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class MyTokensModel(Db db, Tokens tokens, ListFiles files, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty]
    public TokenInput Input { get; set; } = new();

    public string? Secret { get; private set; }

    public IReadOnlyList<ApiToken> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        if (files.Asked(Request, Sheet(), "token.title", All.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        await ShowAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostMakeAsync(CancellationToken stop)
    {
        try
        {
            if (ModelState.IsValid)
            {
                Secret = (await tokens.MakeAsync(actor, Input.Name, Input.Scopes, Input.Days, stop)).Secret;
                Input = new();
                ModelState.Clear();
            }
        }
        catch (RefusedException refused)
        {
            ModelState.Tell(refused.Refusal);
        }

        await ShowAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(long id, CancellationToken stop)
    {
        if (await db.ApiTokens.VisibleTo(actor).SingleOrDefaultAsync(t => t.Id == id, stop) is not { } token)
        {
            return NotFound();
        }

        await tokens.RevokeAsync(token, actor, stop);
        TempData["Ok"] = T("token.revoked-done", token.Name);
        return RedirectToPage();
    }

    public Badge BadgeOf(ApiToken token) => token.RevokedAt is not null ? new(T("token.is-revoked"), Tone.Quiet)
        : token.ExpiresAt <= clock.GetUtcNow() ? new(T("token.is-expired"), Tone.Warn) : new(T("token.is-good"), Tone.Ok);

    private IQueryable<ApiToken> All => db.ApiTokens.AsNoTracking().VisibleTo(actor).OrderByDescending(t => t.Id);

    /// <summary>Never the token itself, which only its holder knows.</summary>
    private Table<ApiToken> Sheet() => new Table<ApiToken>("token.title")
        .Text("token.name", t => t.Name, 28).Code("token.prefix", t => t.Prefix).Text("token.scopes", t => t.Scopes, 40).Instant("token.created", t => t.CreatedAt)
        .Instant("token.expires", t => t.ExpiresAt).Text("account.state", t => BadgeOf(t).Text, 12);

    private async Task ShowAsync(CancellationToken stop) => Rows = await All.Take(200).ToListAsync(stop);
}
