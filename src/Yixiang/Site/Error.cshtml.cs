using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Site;

/// <summary>What a reader sees when a page cannot be given: what happened, and how to go on.</summary>
[AllowAnonymous, IgnoreAntiforgeryToken, ResponseCache(NoStore = true, Duration = 0)]
public sealed class ErrorModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Status { get; set; }

    public string Title => Say("title");

    public string Explanation => Say("text");

    /// <summary>By which the operator finds the failure in the log; only for failures of the product itself.</summary>
    public string? ErrorId => Status >= 500 ? HttpContext.TraceIdentifier : null;

    private string Say(string part)
    {
        var own = $"site.error-{Status}-{part}";
        return T(Has(own) ? own : $"site.error-{(Status >= 500 ? 500 : 400)}-{part}");
    }
}
