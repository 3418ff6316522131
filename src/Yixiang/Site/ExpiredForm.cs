using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Yixiang.Accounts;

namespace Yixiang.Site;

/// <summary>A form that came back too late or from elsewhere: says so and, when it is the reader's own, keeps every word for a second sending.</summary>
/// <param name="Kept">What had been typed; null when the form came from another site.</param>
public sealed record ExpiredFormView(KeptWords? Kept);

/// <summary>Answers a failed forgery check with <see cref="ExpiredFormView"/> in place of a bare 400.</summary>
public sealed class ExpiredForm(IModelMetadataProvider metadata) : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (context.Result is IAntiforgeryValidationFailedResult && !http.Request.Path.StartsWithSegments("/api"))
        {
            context.Result = Page(new(await KeptWords.OfAsync(http.Request, http.RequestAborted)));
        }

        await next();
    }

    private ViewResult Page(ExpiredFormView view) => new()
    {
        ViewName = "/Site/ExpiredForm.cshtml",
        StatusCode = StatusCodes.Status400BadRequest,
        ViewData = new ViewDataDictionary<ExpiredFormView>(metadata, new ModelStateDictionary()) { Model = view },
    };
}
