using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>A page about one filing of the reader's own unit; the filing of another unit does not exist for it.</summary>
public abstract class FilingPage(Db db, Actor actor) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Filing Filing { get; private set; } = null!;

    protected Db Db { get; } = db;

    protected Actor Actor { get; } = actor;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var found = await Db.Filings.Include(f => f.ReturnReasons).Include(f => f.Exemption).Include(f => f.Attachments).ThenInclude(a => a.File)
            .VisibleTo(Actor).AsSplitQuery().SingleOrDefaultAsync(f => f.Reference == Reference, HttpContext.RequestAborted);
        if (found is null)
        {
            context.Result = NotFound();
            return;
        }

        Filing = found;
        await next();
    }

    protected static string Own(string reference) => $"~/unit/filings/{reference}";

    /// <summary>Puts a refusal where the page shows it: beside its fields, or above the form.</summary>
    protected void Tell(Refusal refusal)
    {
        foreach (var problem in refusal.Fields)
        {
            ModelState.AddModelError("f." + problem.Field, problem.Sentence);
        }

        if (refusal.Fields.Count == 0)
        {
            ModelState.AddModelError("", refusal.Sentence);
        }

        Response.StatusCode = refusal.Kind.Status();
    }
}
