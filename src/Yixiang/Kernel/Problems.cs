using static Yixiang.Kernel.Texts;

namespace Yixiang.Kernel;

/// <summary>How what went wrong is answered over the API: RFC 9457, with a stable code and the paths of the fields.</summary>
public static class Problems
{
    public static int Status(this RefusalKind kind) => kind switch
    {
        RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
        RefusalKind.NotThere => StatusCodes.Status404NotFound,
        RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
        RefusalKind.WrongState or RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Incomplete => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.WrongInput => StatusCodes.Status400BadRequest,
    };

    public static IResult ToProblem(this Refusal refusal) => Results.Problem(
        refusal.Sentence, statusCode: refusal.Kind.Status(), title: refusal.Sentence, type: $"urn:yixiang:refusal:{refusal.Code}",
        extensions: new Dictionary<string, object?>
        {
            ["code"] = refusal.Code,
            ["fields"] = refusal.Fields.Select(f => new { f.Field, f.Code, Message = f.Sentence }),
        });

    /// <summary>Wrong input, field by field.</summary>
    public static IResult Invalid(IDictionary<string, string[]> errors) => Results.ValidationProblem(
        errors, title: T("problem.invalid"), type: "urn:yixiang:refusal:invalid", extensions: new Dictionary<string, object?> { ["code"] = "invalid" });

    public static IResult NotFound(string what)
    {
        var sentence = T("refusal.not-found", what);
        return Results.Problem(sentence, statusCode: 404, title: sentence, type: "urn:yixiang:refusal:not-found", extensions: new Dictionary<string, object?> { ["code"] = "not-found" });
    }
}
