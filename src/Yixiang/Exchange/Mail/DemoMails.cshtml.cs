using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

/// <summary>In the demo everybody may read every mail, so that the whole way of a link can be walked; elsewhere the page does not exist.</summary>
[Public]
public sealed class DemoMailsModel(Db db, MailSettings settings) : PageModel
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

        Shown = new(await db.CaughtMails.AsNoTracking().OrderByDescending(m => m.Id).PageAsync(PageNumber, Paging.DefaultSize, stop), settings.IsCaught);
        return Page();
    }
}
