using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Yixiang.Site;

/// <summary>A form that came back too late or from elsewhere: says so and, when it is the reader's own, keeps every word for a second sending.</summary>
/// <param name="Address">Where the form was to go.</param>
/// <param name="Kept">What had been typed; null when the form came from another site, whose words are never offered for sending.</param>
/// <param name="LostFiles">Whether chosen files must be chosen again.</param>
public sealed record ExpiredFormView(string Address, IReadOnlyList<KeyValuePair<string, string>>? Kept, bool LostFiles);

/// <summary>Answers a failed forgery check with <see cref="ExpiredFormView"/> in place of a bare 400.</summary>
public sealed class ExpiredForm(IModelMetadataProvider metadata) : IAlwaysRunResultFilter
{
    private const string Token = "__RequestVerificationToken";

    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult && !context.HttpContext.Request.Path.StartsWithSegments("/api"))
        {
            context.Result = Page(context.HttpContext.Request, StatusCodes.Status400BadRequest);
        }
    }

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    private ViewResult Page(HttpRequest request, int status) => new()
    {
        ViewName = "/Site/ExpiredForm.cshtml",
        StatusCode = status,
        ViewData = new ViewDataDictionary<ExpiredFormView>(metadata, new ModelStateDictionary()) { Model = View(request) },
    };

    private static ExpiredFormView View(HttpRequest request)
    {
        var address = request.PathBase + request.Path + request.QueryString;
        if (!IsOwnPage(request) || !request.HasFormContentType)
        {
            return new(address, null, false);
        }

        var kept = request.Form.Where(f => f.Key != Token && !IsSecret(f.Key))
            .SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? "")).ToList();
        return new(address, kept, request.Form.Files.Count > 0);
    }

    private static bool IsSecret(string name) => name.Contains("password", StringComparison.OrdinalIgnoreCase);

    /// <summary>Browsers tell where a form was filled in; a form from another site is a forgery.</summary>
    private static bool IsOwnPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] == "same-origin" || request.Headers.Origin == $"{request.Scheme}://{request.Host}";
}
