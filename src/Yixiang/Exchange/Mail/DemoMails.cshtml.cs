using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Exchange;

/// <summary>In the demo everybody may read every mail, so that the whole way of a link can be walked; elsewhere the page does not exist.</summary>
[Public]
public sealed class DemoMailsModel(Db db, MailSettings settings, ListFiles files) : PageModel
{
    [FromQuery(Name = "page")]
    public int PageNumber { get; set; } = 1;

    public MailPage Shown { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (!settings.Demo)
        {
            return NotFound();
        }

        var mails = db.CaughtMails.AsNoTracking().OrderByDescending(m => m.Id);
        if (files.Asked(Request, MailTables.DemoSheet, "mail.caught", mails.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        Shown = new(await mails.PageAsync(PageNumber, Paging.DefaultSize, stop), settings.IsCaught, m => m.Text);
        return Page();
    }
}
