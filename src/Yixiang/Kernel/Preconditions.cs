using static Yixiang.Kernel.Texts;

namespace Yixiang.Kernel;

/// <summary>Entity tags over the API (RFC 9110): a change names the version it was made from, and a stale one is not made.</summary>
public static class Preconditions
{
    public static string ETag(Guid version) => $"\"{version:N}\"";

    /// <summary>Reads <c>If-Match</c>.</summary>
    /// <returns>The version; null with a problem (428) when the header is missing or not one of our tags.</returns>
    public static Guid? IfMatch(this HttpRequest request, out IResult? problem)
    {
        problem = null;
        var text = request.Headers.IfMatch.ToString().Trim();
        if (text.Length > 2 && Guid.TryParse(text.Trim('"'), out var version))
        {
            return version;
        }

        problem = Say(StatusCodes.Status428PreconditionRequired, "precondition-required");
        return null;
    }

    /// <summary>The thing was changed since the caller read it.</summary>
    public static IResult Stale() => Say(StatusCodes.Status412PreconditionFailed, "precondition-failed");

    /// <summary>Whether the caller has this version already, by <c>If-None-Match</c>.</summary>
    public static bool Has(this HttpRequest request, Guid version) => request.Headers.IfNoneMatch.ToString().Contains(ETag(version), StringComparison.Ordinal);

    private static IResult Say(int status, string code) => Results.Problem(
        T($"refusal.{code}"), statusCode: status, title: T($"refusal.{code}"), type: $"urn:yixiang:refusal:{code}", extensions: new Dictionary<string, object?> { ["code"] = code });
}
