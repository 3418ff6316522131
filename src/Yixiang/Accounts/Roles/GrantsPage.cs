using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>What every page with a list of grants does: make a move on one of them.</summary>
public abstract class GrantsPage(Db db, Granting granting, Actor actor) : PageModel
{
    public async Task<IActionResult> OnPostMoveAsync(long id, string move, CancellationToken stop)
    {
        var grant = await db.Grants.VisibleTo(actor, db).SingleOrDefaultAsync(g => g.Id == id, stop);
        if (grant is null || Grant.Lifecycle.Find(move) is not { } declared)
        {
            return NotFound();
        }

        try
        {
            await granting.MakeAsync(declared, grant, actor, stop);
            TempData["Ok"] = T("account.grant-moved", T(declared.Label));
        }
        catch (RefusedException refused)
        {
            TempData["Alarm"] = refused.Refusal.Sentence;
        }

        return LocalRedirect(Request.PathBase + Request.Path);
    }
}
