using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Site;

/// <summary>What a reader sees when a page cannot be given: what happened, and how to go on.</summary>
[Public, IgnoreAntiforgeryToken, ResponseCache(NoStore = true, Duration = 0)]
public sealed class ErrorModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Status { get; set; }

    /// <summary>The status that is really answered: a refusal has its own.</summary>
    public int Answered => Failure is null ? Status : Errors.StatusOf(Failure);

    public string Title => Failure is RefusedException refused ? refused.Refusal.Sentence : Say("title");

    public string Explanation => Failure is RefusedException ? T("site.refused") : Say("text");

    /// <summary>By which the operator finds the failure in the log; only for failures of the product itself.</summary>
    public string? ErrorId => Answered >= 500 ? HttpContext.TraceIdentifier : null;

    private Exception? Failure => HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;

    private string Say(string part)
    {
        var own = $"site.error-{Answered}-{part}";
        return T(Has(own) ? own : $"site.error-{(Answered >= 500 ? 500 : 400)}-{part}");
    }
}
