using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>Papers and pictures of a draft. An upload is read as it comes, so its forgery token, the first part of it, is checked by this page and not before.</summary>
[For(Role.UnitAdministrator), StreamedForm, IgnoreAntiforgeryToken, RequestSizeLimit(MostBytes)]
public sealed class FilesModel(Db db, Actor actor, Papers papers, IAntiforgery antiforgery, CityPack pack) : FilingPage(db, actor)
{
    private const long MostBytes = 256L * 1024 * 1024;
    private const string Token = "__RequestVerificationToken";
    private const string TokenHeader = "RequestVerificationToken";

    public UploadLimits Limits => pack.Settings.Uploads;

    public string Endings => string.Join(',', Limits.Attachments.Concat(Limits.Pictures).Distinct().Select(e => "." + e));

    public IActionResult OnGet() => Filing.IsEditable ? Page() : Redirect(Own(Reference));

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        if (!MediaTypeHeaderValue.TryParse(Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            return BadRequest();
        }

        try
        {
            var kept = await TakeAsync(new MultipartReader(boundary, Request.Body), stop);
            if (kept > 0)
            {
                TempData["Ok"] = T("drafting.files-kept", kept);
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

    private async Task<int> TakeAsync(MultipartReader reader, CancellationToken stop)
    {
        var (kept, genuine) = (0, false);
        var said = new Dictionary<string, string>();
        while (await reader.ReadNextSectionAsync(stop) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition)
            {
                continue;
            }

            if (!disposition.IsFileDisposition())
            {
                said[disposition.Name.ToString().Trim('"')] = await ShortTextAsync(section.Body, stop);
                continue;
            }

            genuine = genuine || await CheckTokenAsync(said.GetValueOrDefault(Token));
            if (NameOf(disposition) is { Length: > 0 } name)
            {
                await papers.AddAsync(Filing, new(KindOf(said.GetValueOrDefault("kind")), said.GetValueOrDefault("caption"), name, section.Body), Actor, stop);
                kept++;
            }
        }

        return kept;
    }

    /// <exception cref="AntiforgeryValidationException">The form does not come from this page.</exception>
    private async Task<bool> CheckTokenAsync(string? token)
    {
        Request.Headers[TokenHeader] = token ?? "-";
        await antiforgery.ValidateRequestAsync(HttpContext);
        return true;
    }

    private static async Task<string> ShortTextAsync(Stream body, CancellationToken stop)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        var buffer = new char[2000];
        var read = await reader.ReadBlockAsync(buffer, stop);
        return new string(buffer, 0, read).Trim();
    }

    private static AttachmentKind KindOf(string? typed) => Enum.TryParse<AttachmentKind>(typed, out var kind) && Enum.IsDefined(kind) ? kind : AttachmentKind.Other;

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var given = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString().Trim('"');
        var name = string.Concat(given.Split('/', '\\')[^1].Where(c => !char.IsControl(c))).Trim();
        return name.Length <= 200 ? name : Path.GetFileNameWithoutExtension(name)[..180] + Path.GetExtension(name)[..Math.Min(10, Path.GetExtension(name).Length)];
    }
}
