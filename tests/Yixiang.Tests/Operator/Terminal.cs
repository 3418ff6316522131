using System.Text.Json.Nodes;
using Yixiang.Operator;

namespace Yixiang.Tests.Operator;

/// <summary>The command line as an operator calls it.</summary>
internal static class Terminal
{
    public static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        using var said = new StringWriter();
        return (await CommandLine.RunAsync(arguments, said, said), said.ToString());
    }

    /// <summary>The same with <c>--json</c>, at the place of a site.</summary>
    public static async Task<(int Code, JsonNode Answer)> AskAsync(this Site site, params string[] arguments)
    {
        var (code, said) = await RunAsync([.. arguments, .. site.Place, "--json"]);
        return (code, JsonNode.Parse(said) ?? throw new InvalidOperationException($"No JSON: {said}"));
    }
}
