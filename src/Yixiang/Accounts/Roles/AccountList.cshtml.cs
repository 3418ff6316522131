using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>An account in the list of the system administrator.</summary>
public sealed record AccountRow(Account Account, IReadOnlyList<Role> Roles, DateTimeOffset? SeenAt);

/// <summary>All accounts, to be found, locked and closed; nothing of what their holders do.</summary>
[For(Role.SystemAdministrator, Role.SecurityAdministrator)]
public sealed class AccountListModel(Db db, ListFiles files, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public Page<AccountRow> Rows { get; private set; } = null!;

    public FilterBar Filters => new(
        new Filter("q", T("account.search"), Q),
        new Filter("state", T("account.state"), State, [.. ((string[])["open", "locked", "closed", "erasure"]).Select(s => new FilterChoice(s, T($"account.is-{s}")))]));

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var (now, words, phone) = (clock.GetUtcNow(), (Q ?? "").Trim(), Telephone.Plain(Q));
        var accounts = db.Accounts.AsNoTracking().Where(a => words == "" || a.DisplayName.Contains(words) || a.Email!.Contains(words) || a.UserName!.Contains(words) || (phone != null && a.PhoneNumber == phone));
        accounts = State switch
        {
            "open" => accounts.Where(a => a.ClosedAt == null && a.BlockedAt == null && (a.LockoutEnd == null || a.LockoutEnd <= now)),
            "locked" => accounts.Where(a => a.ClosedAt == null && (a.BlockedAt != null || a.LockoutEnd > now)),
            "closed" => accounts.Where(a => a.ClosedAt != null),
            "erasure" => accounts.Where(a => a.ErasureAskedAt != null),
            _ => accounts,
        };
        var rows = accounts.OrderBy(a => a.Id).Select(a => new AccountRow(
            a,
            db.Set<Grant>().Where(g => g.AccountId == a.Id && g.State == GrantState.Granted).Select(g => g.Role).ToList(),
            db.Set<Session>().Where(s => s.AccountId == a.Id).Max(s => (DateTimeOffset?)s.SeenAt)));
        if (await files.AskedAsync(db, actor, Request, Sheet(), "account.accounts", rows.AsAsyncEnumerable, stop) is { } file)
        {
            return file;
        }

        Rows = await rows.PageAsync(PageNumber, Paging.DefaultSize, stop);
        return Page();
    }

    private Table<AccountRow> Sheet() => new Table<AccountRow>("account.accounts")
        .Number("account.number", r => r.Account.Id).Text("account.person", r => r.Account.DisplayName).Text("account.email", r => r.Account.Email, 28)
        .Text("account.role", r => string.Join(T("list.and"), r.Roles.Select(role => T(role))), 28).Instant("account.last-seen", r => r.SeenAt)
        .Text("account.state", r => BadgeOf(r.Account).Text, 12).Instant("account.created", r => r.Account.CreatedAt);

    public Badge BadgeOf(Account account) => account switch
    {
        { ClosedAt: not null } => new(T("account.is-closed"), Tone.Quiet),
        { ErasureAskedAt: not null } => new(T("account.is-erasure"), Tone.Warn),
        _ when account.IsLocked(clock.GetUtcNow()) => new(T("account.is-locked"), Tone.Error),
        _ => new(T("account.is-open"), Tone.Ok),
    };
}
