using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Site;

/// <summary>What a reader sees when a page cannot be given: what happened, and how to go on.</summary>
[Public, IgnoreAntiforgeryToken, ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Status { get; set; }

    /// <summary>The status that is really answered: a refused use case decides it by itself.</summary>
    public int Answered => HttpContext.Response.StatusCode is >= 400 and var status ? status : Status;

    public string Title => Errors.RefusalOf(HttpContext)?.Code is { } code && Has($"site.error-of-{code}") ? T($"site.error-of-{code}") : Say("title");

    /// <summary>A refusal says why in its own words.</summary>
    public string Explanation => Errors.RefusalOf(HttpContext)?.Sentence ?? Say("text");

    /// <summary>By which the operator finds the failure in the log; only for failures of the product itself.</summary>
    public string? ErrorId => Answered >= 500 ? HttpContext.TraceIdentifier : null;

    private string Say(string part)
    {
        var own = $"site.error-{Answered}-{part}";
        return T(Has(own) ? own : $"site.error-{(Answered >= 500 ? 500 : 400)}-{part}");
    }
}
