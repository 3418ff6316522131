using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Tests.Ledger;

/// <summary>The words of the shipped city, read once for all tests.</summary>
internal static class Vocabulary
{
    private static readonly Lazy<Lexicon> Read = new(() => new(PurposeBook.Shipped, CodeTables.Shipped, CityPack.LoadAsync("jinzhong").GetAwaiter().GetResult()));

    public static Lexicon Shipped => Read.Value;
}
