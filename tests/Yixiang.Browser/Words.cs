using Yixiang.Kernel;

namespace Yixiang.Tests.Browser;

/// <summary>The words by which people find their way on the pages, from the product's own texts.</summary>
internal static class Words
{
    public static string Zh(string key, params object?[] args) => Texts.In(Texts.Chinese, key, args);
}
