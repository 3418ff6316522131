namespace Yixiang.Ledger.Search;

/// <summary>A published instrument with everything by which it is found.</summary>
/// <param name="Words">What is said of it besides name, model, manufacturer and organisation: what it does, for whom, the names of its class and area.</param>
/// <param name="Values">Every value by which a list can be narrowed to it; a facet may occur several times.</param>
public sealed record LedgerEntry(Listing Listing, string EnglishName, string Words, IReadOnlyList<(Facet Facet, string Value)> Values);
