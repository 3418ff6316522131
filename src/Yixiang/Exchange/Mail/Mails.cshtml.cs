using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>A page of caught mails, newest first.</summary>
public sealed record MailPage(Page<CaughtMail> Mails, bool IsCaught);

/// <summary>Mails that did not leave the house, for the system administrator.</summary>
[For(Role.SystemAdministrator)]
public sealed class MailsModel(Db db, MailSettings settings) : PageModel
{
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public MailPage Shown { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken stop) =>
        Shown = new(await db.CaughtMails.AsNoTracking().OrderByDescending(m => m.Id).PageAsync(PageNumber, Paging.DefaultSize, stop), settings.IsCaught);
}
