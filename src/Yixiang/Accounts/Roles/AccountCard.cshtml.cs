using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>One account: lock, unlock, take a lost second factor away, send a link, close. The security administrator may look, the system administrator acts.</summary>
[For(Role.SystemAdministrator, Role.SecurityAdministrator)]
public sealed class AccountCardModel(Db db, SecondFactors factors, Tries tries, SignIns signIns, MailLinks links, Closing closing, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public long Id { get; set; }

    public Account Account { get; private set; } = null!;

    public IReadOnlyList<GrantRow> Grants { get; private set; } = [];

    public bool HasSecondFactor { get; private set; }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Nobody acts on the own account here.</summary>
    public bool MayAct => actor.Role == Role.SystemAdministrator && Account.ClosedAt is null && Account.Id != actor.AccountId;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == Id, stop) is not { } account)
        {
            return NotFound();
        }

        Account = account;
        HasSecondFactor = await factors.IsEnrolledAsync(Id, stop);
        Grants = await db.Grants.AsNoTracking().Where(g => g.AccountId == Id).OrderBy(g => g.Id).WithNames(db).ToListAsync(stop);
        return Page();
    }

    public Task<IActionResult> OnPostLockAsync(CancellationToken stop) => ActAsync("account.lock-done", async account =>
    {
        account.BlockedAt = Now;
        account.SecurityStamp = Guid.NewGuid().ToString("N");
        Note("lock");
        await db.SaveAsync($"{Id}", stop);
        await signIns.EndAllAsync(Id, actor, null, stop);
    }, stop);

    public Task<IActionResult> OnPostUnlockAsync(CancellationToken stop) => ActAsync("account.unlock-done", async account =>
    {
        account.BlockedAt = null;
        Note("unlock");
        await db.SaveAsync($"{Id}", stop);
        await tries.ForgetAsync(Id, stop);
    }, stop);

    public Task<IActionResult> OnPostResetFactorAsync(CancellationToken stop) => ActAsync("account.reset-factor-done", async _ =>
    {
        await factors.RemoveAsync(Id, actor, stop);
        await signIns.EndAllAsync(Id, actor, null, stop);
    }, stop);

    public Task<IActionResult> OnPostSendLinkAsync(CancellationToken stop) => ActAsync("account.send-link-done", account =>
        links.IssueAsync(account, account.PasswordHash is null ? LinkPurpose.Invitation : LinkPurpose.PasswordReset, actor, stop), stop);

    public Task<IActionResult> OnPostCloseAsync(CancellationToken stop) => ActAsync("account.close-done", account => closing.CloseAsync(account, actor, stop), stop);

    private async Task<IActionResult> ActAsync(string done, Func<Account, Task> act, CancellationToken stop)
    {
        if (await db.Accounts.SingleOrDefaultAsync(a => a.Id == Id, stop) is not { } account)
        {
            return NotFound();
        }

        Account = account;
        if (!MayAct)
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "account-not-yours-to-act", account.DisplayName));
        }

        await act(account);
        TempData["Ok"] = T(done);
        return RedirectToPage();
    }

    private void Note(string what) => db.Record(JournalEntry.Of("account", $"{Id}", what, new(actor, Now)));
}
