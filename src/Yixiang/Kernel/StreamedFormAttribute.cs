using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Yixiang.Kernel;

/// <summary>Put on a page that reads its upload as it comes: nothing may read the form before it, not even to fill properties.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StreamedFormAttribute : Attribute, IResourceFilter
{
    /// <summary>The page counts the bytes itself, by a limit of the city: the server's own is lifted. Elsewhere that limit stands.</summary>
    public bool CountsBytes { get; init; }

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (CountsBytes)
        {
            context.HttpContext.Request.CountBytes();
        }

        context.ValueProviderFactories.RemoveType<FormValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<FormFileValueProviderFactory>();
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
