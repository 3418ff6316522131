namespace Yixiang.Tests.Rules;

/// <summary>A rule over the whole product: it names every place that breaks it, not only the first.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string?> broken)
    {
        var places = broken.Distinct().ToList();
        Assert.True(places.Count == 0, $"{places.Count} broken:\n{string.Join('\n', places)}");
    }
}
