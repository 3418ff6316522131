using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>One of the first two administrators.</summary>
public sealed class Founder
{
    [Required(ErrorMessage = "required"), StringLength(60, ErrorMessage = "account-too-long")]
    public string DisplayName { get; set; } = "";

    [Required(ErrorMessage = "required"), EmailAddress(ErrorMessage = "account-email-wrong"), StringLength(256, ErrorMessage = "account-too-long")]
    public string Email { get; set; } = "";

    [Required(ErrorMessage = "required"), StringLength(200, ErrorMessage = "account-too-long")]
    public string Password { get; set; } = "";
}

/// <summary>First start: makes the system administrator and the security administrator, two persons, once. Gone as soon as any account exists.</summary>
[Public, EnableRateLimiting(AccountParts.Door)]
public sealed class SetUpModel(Db db, SetUpCode code, Opening opening, TimeProvider clock) : PageModel
{
    private const string Series = "set-up";

    [BindProperty, Required(ErrorMessage = "required")]
    public string Code { get; set; } = "";

    [BindProperty]
    public Founder SystemPerson { get; set; } = new();

    [BindProperty]
    public Founder SecurityPerson { get; set; } = new();

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        return await db.Accounts.AnyAsync(stop) ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        if (await db.Accounts.AnyAsync(stop))
        {
            return NotFound();
        }

        if (ModelState.IsValid && !code.IsRight(Code))
        {
            ModelState.AddModelError(nameof(Code), T("account.set-up-wrong-code"));
        }

        if (!ModelState.IsValid || !await FoundAsync(stop))
        {
            return Page();
        }

        TempData["Ok"] = T("account.set-up-done");
        return RedirectToPage("/Accounts/Door/SignIn");
    }

    private async Task<bool> FoundAsync(CancellationToken stop)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        // The counter's row makes two simultaneous set-ups wait for each other; only the first is number one.
        if (await db.TakeAsync(Series, 1, stop) != 1)
        {
            ModelState.AddModelError("", T("account.set-up-twice"));
            return false;
        }

        if (!await OpenAsync(SystemPerson, nameof(SystemPerson), Role.SystemAdministrator, stop) || !await OpenAsync(SecurityPerson, nameof(SecurityPerson), Role.SecurityAdministrator, stop))
        {
            return false;
        }

        await transaction.CommitAsync(stop);
        return true;
    }

    private async Task<bool> OpenAsync(Founder founder, string prefix, Role role, CancellationToken stop)
    {
        try
        {
            var account = await opening.OpenAsync(new(founder.DisplayName, founder.Email), founder.Password, Actor.Visitor, "set-up", stop);
            var grant = Grant.ByOperator(account.Id, role, clock.GetUtcNow());
            account.EmailConfirmed = true;
            db.Grants.Add(grant);
            db.Record(JournalEntry.Of("grant", grant.Reference, "set-up", new(Actor.Product, clock.GetUtcNow()), null, null, nameof(GrantState.Granted)));
            await db.SaveChangesAsync(stop);
            return true;
        }
        catch (RefusedException refused)
        {
            ModelState.Tell(refused.Refusal, prefix);
            return false;
        }
    }
}
