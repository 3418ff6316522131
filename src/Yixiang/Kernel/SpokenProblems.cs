using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Kernel;

/// <summary>Attributes on inputs carry problem codes; before a page sees its model state they become sentences in the reader's language.</summary>
public sealed class SpokenProblems : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        foreach (var entry in context.ModelState.Values)
        {
            foreach (var (error, i) in entry.Errors.Select((e, i) => (e, i)).ToList())
            {
                entry.Errors[i] = new ModelError(Has($"problem.{error.ErrorMessage}") ? T($"problem.{error.ErrorMessage}") : T("problem.value-not-understood"));
            }
        }
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
