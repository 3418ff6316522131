using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>A multipart form that is read as it comes: the small fields first, then one file, which is never held in memory.</summary>
/// <param name="Fields">The fields that stand before the file.</param>
/// <param name="Content">The file's content, to be read once.</param>
internal sealed record UploadedSheet(IReadOnlyDictionary<string, string> Fields, string FileName, Stream Content)
{
    private const int MostFields = 20, LongestField = 8192;
    private const string ForgeryField = "__RequestVerificationToken";

    /// <summary>Reads up to the file; its name is empty where the form holds none.</summary>
    /// <exception cref="RefusedException">Not a form, or the whole is announced longer than allowed (<c>file-too-large</c>).</exception>
    public static async Task<UploadedSheet> ReadAsync(HttpRequest request, long limit, CancellationToken stop)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "import-no-file"));
        }

        if (request.ContentLength > limit + (1 << 20))
        {
            await request.DrainAsync(stop);
            throw new RefusedException(new(RefusalKind.TooLarge, "file-too-large", limit / 1_048_576));
        }

        try
        {
            return await ReadSectionsAsync(new MultipartReader(boundary, request.Body), stop);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException) && !request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            // It says that it is a form in parts, and holds none.
            throw new RefusedException(new(RefusalKind.WrongInput, "import-no-file"));
        }
    }

    /// <summary>The forgery check of a page, by the token that stands before the file.</summary>
    /// <exception cref="AntiforgeryValidationException">The form does not come from a page of ours.</exception>
    public Task CheckForgeryAsync(HttpContext http, IAntiforgery antiforgery)
    {
        // Without a token in the header the body would be searched for one, and that is read already.
        if (Fields.GetValueOrDefault(ForgeryField, "") is not { Length: > 0 } token)
        {
            throw new AntiforgeryValidationException("The form holds no token before its file.");
        }

        http.Request.Headers["RequestVerificationToken"] = token;
        return antiforgery.ValidateRequestAsync(http);
    }

    private static async Task<UploadedSheet> ReadSectionsAsync(MultipartReader reader, CancellationToken stop)
    {
        var fields = new Dictionary<string, string>();
        while (fields.Count < MostFields && await reader.ReadNextSectionAsync(stop) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                continue;
            }

            if (disposition.IsFileDisposition())
            {
                var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
                return new(fields, Kernel.FileName.Of(name), section.Body);
            }

            fields[HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? ""] = await TextAsync(section, stop);
        }

        return new(fields, "", Stream.Null);
    }

    private static async Task<string> TextAsync(MultipartSection section, CancellationToken stop)
    {
        var buffer = new char[LongestField];
        using var text = new StreamReader(section.Body);
        return new string(buffer, 0, await text.ReadBlockAsync(buffer.AsMemory(), stop));
    }
}
