namespace Yixiang.Kernel;

/// <summary>How a reader wants the pages: as everybody has them, in larger type, or simple (适老化): large type, fewer things at a time, large controls, plain words.</summary>
public enum Look
{
    Standard,
    Large,

    /// <summary>Holds the large type too.</summary>
    Simple,
}

/// <summary>Reads from a request how its reader wants the pages (无障碍环境建设法 art. 32); a cookie that says nothing about the person keeps it, and only where it is not <see cref="Look.Standard"/>.</summary>
public static class Looks
{
    public const string Cookie = "yixiang.size";

    /// <summary>As cookie and addresses name it.</summary>
    public static string Name(this Look look) => look.ToString().ToLowerInvariant();

    public static Look Of(string? name) => Enum.GetValues<Look>().FirstOrDefault(r => r.Name() == name);

    /// <summary>How the reader of this request wants its page.</summary>
    public static Look Look(this HttpRequest request) => Of(request.Cookies[Cookie]);

    public static bool IsSimple(this HttpRequest request) => request.Look() == Kernel.Look.Simple;
}
