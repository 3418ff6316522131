using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>Papers and pictures of a draft. An upload is read as it comes, so its forgery token, the first part of it, is checked by this page and not before.</summary>
[For(Role.UnitAdministrator), StreamedForm(CountsBytes = true), IgnoreAntiforgeryToken]
public sealed class FilesModel(Db db, Actor actor, Papers papers, IAntiforgery antiforgery, CityPack pack) : FilingPage(db, actor)
{
    public UploadLimits Limits => pack.Settings.Uploads;

    public string Endings => string.Join(',', Limits.Attachments.Concat(Limits.Pictures).Distinct().Select(e => "." + e));

    public IActionResult OnGet() => Filing.IsEditable ? Page() : Redirect(Own(Reference));

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        try
        {
            var words = await Request.ReadStreamedFormAsync(antiforgery, (said, name, content) =>
                papers.AddAsync(Filing, new(KindOf(said.GetValueOrDefault("kind")), said.GetValueOrDefault("caption"), name, content), Actor, stop), stop);
            if (words is null)
            {
                return BadRequest();
            }

            if (words.Files > 0)
            {
                TempData["Ok"] = T("drafting.files-kept", words.Files);
                return Redirect(Own(Reference) + "/files");
            }

            ModelState.AddModelError("file", T("drafting.no-file-chosen"));
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
            ModelState.AddModelError("file", T("drafting.upload-broke-off"));
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(long id, CancellationToken stop)
    {
        try
        {
            await antiforgery.ValidateRequestAsync(HttpContext);
            TempData["Ok"] = await papers.RemoveAsync(Filing, id, Actor, stop) ? T("drafting.file-removed") : null;
        }
        catch (AntiforgeryValidationException)
        {
            return new AntiforgeryValidationFailedResult();
        }

        return Redirect(Own(Reference) + "/files");
    }

    private static AttachmentKind KindOf(string? typed) => Enum.TryParse<AttachmentKind>(typed, out var kind) && Enum.IsDefined(kind) ? kind : AttachmentKind.Other;
}
