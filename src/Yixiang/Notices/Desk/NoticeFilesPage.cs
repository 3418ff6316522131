using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>The files of a draft. An upload is read as it comes, so its forgery token, the first part of it, is checked by this page and not before.</summary>
public abstract class NoticeFilesPage(Db db, Actor actor, NoticeDrafts drafts, IAntiforgery antiforgery) : NoticeWorkPage(db, actor)
{
    protected const long MostBytes = 256L * 1024 * 1024;

    public IntakeLimits Limits => drafts.Limits;

    private bool IsEditable => Edition.State == EditionState.Draft && Notice.OrganisationId == Actor.OrganisationId;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        await base.OnPageHandlerExecutionAsync(context, () =>
        {
            if (ViewData["Crumbs"] is Crumb[] { Length: 2 } crumbs)
            {
                (ViewData["Title"], ViewData["Crumbs"]) = (T("notice.files"), new Crumb[] { crumbs[0], crumbs[1] with { Path = Here }, new(T("notice.files")) });
            }

            return next();
        });

    public IActionResult OnGet() => IsEditable ? Page() : Redirect($"~{Here}");

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        try
        {
            var words = await Request.ReadStreamedFormAsync(antiforgery, (_, name, content) => drafts.AttachAsync(Edition, name, content, Actor, stop), stop);
            if (words is null)
            {
                return BadRequest();
            }

            if (words.Files > 0)
            {
                TempData["Ok"] = T("notice.files-kept", words.Files);
                return Redirect($"~{Here}/files");
            }

            ModelState.AddModelError("file", T("notice.no-file"));
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        catch (RefusedException refused)
        {
            Tell(refused.Refusal);
        }
        catch (AntiforgeryValidationException)
        {
            return new AntiforgeryValidationFailedResult();
        }
        catch (IOException) when (!stop.IsCancellationRequested)
        {
            ModelState.AddModelError("file", T("notice.broke-off"));
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(long id, CancellationToken stop)
    {
        try
        {
            await antiforgery.ValidateRequestAsync(HttpContext);
            TempData["Ok"] = await drafts.DetachAsync(Edition, id, Actor, stop) ? T("notice.file-removed") : null;
        }
        catch (AntiforgeryValidationException)
        {
            return new AntiforgeryValidationFailedResult();
        }
        catch (RefusedException refused)
        {
            Tell(refused.Refusal);
            return Page();
        }

        return Redirect($"~{Here}/files");
    }
}
