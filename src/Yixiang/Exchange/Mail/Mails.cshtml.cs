using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Exchange;

/// <summary>A page of caught mails, newest first.</summary>
/// <param name="Words">What is shown of one.</param>
public sealed record MailPage(Page<CaughtMail> Mails, bool IsCaught, Func<CaughtMail, string> Words);

/// <summary>Mails that did not leave the house, for the system administrator.</summary>
[For(Role.SystemAdministrator)]
public sealed class MailsModel(Db db, MailSettings settings, ListFiles files, Actor actor) : PageModel
{
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public MailPage Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        var mails = db.CaughtMails.AsNoTracking().OrderByDescending(m => m.Id);
        if (await files.AskedAsync(db, actor, Request, MailTables.Sheet, "mail.caught", mails.AsAsyncEnumerable, stop) is { } file)
        {
            return file;
        }

        Shown = new(await mails.PageAsync(PageNumber, Paging.DefaultSize, stop), settings.IsCaught, MailTables.Words);
        return Page();
    }
}
