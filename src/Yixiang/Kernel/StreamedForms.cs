using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Yixiang.Kernel;

/// <summary>What a form with files said beside its files.</summary>
/// <param name="Files">How many files came with it.</param>
public sealed record StreamedWords(IReadOnlyDictionary<string, string> Said, int Files)
{
    public string this[string name] => Said.GetValueOrDefault(name, "");
}

/// <summary>Forms with files, read as they come: the forgery token first, then the words, then the files.</summary>
public static class StreamedForms
{
    private const long MostDrained = 4L << 30;
    private const string Token = "__RequestVerificationToken";
    private const string TokenHeader = "RequestVerificationToken";

    /// <param name="take">Takes one file; is given what the form said before it, and the file's name.</param>
    /// <returns>Null when the request is no form of parts.</returns>
    /// <exception cref="AntiforgeryValidationException">The form does not come from a page of this site.</exception>
    /// <exception cref="IOException">The upload broke off.</exception>
    /// <exception cref="RefusedException">The whole is announced longer than the page allows (<c>file-too-large</c>), or <paramref name="take"/> refuses a file.</exception>
    public static async Task<StreamedWords?> ReadStreamedFormAsync(
        this HttpRequest request, IAntiforgery antiforgery, Func<IReadOnlyDictionary<string, string>, string, Stream, Task> take, CancellationToken stop)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            return null;
        }

        try
        {
            RefuseTooLarge(request);
            // What does not say how long it is, is counted file by file while it is taken; once reading has begun the limit cannot be lifted any more to hear the rest out.
            request.CountBytes();
            return await ReadAsync(request, boundary, antiforgery, take, stop);
        }
        catch (RefusedException)
        {
            await request.DrainAsync(stop);
            throw;
        }
    }

    /// <summary>The limit is one of the city, counted while the body is read; the server's own would cut the answer off.</summary>
    public static void CountBytes(this HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    /// <summary>A browser shows no answer while it still sends: the rest is taken and thrown away, up to a bound.</summary>
    public static async Task DrainAsync(this HttpRequest request, CancellationToken stop)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostDrained;
        }

        var buffer = new byte[1 << 16];
        long drained = 0;
        int read;
        while (drained < MostDrained && (read = await request.Body.ReadAsync(buffer, stop)) > 0)
        {
            drained += read;
        }
    }

    private static void RefuseTooLarge(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize is { } most && request.ContentLength > most)
        {
            throw new RefusedException(new(RefusalKind.TooLarge, "file-too-large", most >> 20));
        }
    }

    private static async Task<StreamedWords?> ReadAsync(
        HttpRequest request, string boundary, IAntiforgery antiforgery, Func<IReadOnlyDictionary<string, string>, string, Stream, Task> take, CancellationToken stop)
    {
        var reader = new MultipartReader(boundary, request.Body);
        var (files, genuine) = (0, false);
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

            genuine = genuine || await CheckTokenAsync(request, antiforgery, said.GetValueOrDefault(Token));
            if (NameOf(disposition) is { Length: > 0 } name)
            {
                await take(said, name, section.Body);
                files++;
            }
        }

        return new(said, files);
    }

    private static async Task<bool> CheckTokenAsync(HttpRequest request, IAntiforgery antiforgery, string? token)
    {
        request.Headers[TokenHeader] = token ?? "-";
        await antiforgery.ValidateRequestAsync(request.HttpContext);
        return true;
    }

    private static async Task<string> ShortTextAsync(Stream body, CancellationToken stop)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        var buffer = new char[2000];
        var read = await reader.ReadBlockAsync(buffer, stop);
        return new string(buffer, 0, read).Trim();
    }

    private static string NameOf(ContentDispositionHeaderValue disposition) =>
        FileName.Of((disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString().Trim('"'));
}
