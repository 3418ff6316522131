using System.Linq.Expressions;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>An instrument of the unit in a list, with the filing about it that is still open.</summary>
public sealed record InstrumentLine(string Reference, string Name, string Model, string OwnNumber, ResourceKind Kind, InstrumentState State, string? OpenFiling)
{
    public static Expression<Func<Instrument, InstrumentLine>> From(IQueryable<Filing> filings) => i => new(
        i.Reference, i.Versions.First(v => v.Until == null).Name, i.Versions.First(v => v.Until == null).Model, i.OwnNumber, i.Kind, i.State,
        filings.Where(f => f.InstrumentId == i.Id && f.State != FilingState.Accepted && f.State != FilingState.Discarded).Select(f => f.Reference).FirstOrDefault());
}

public static class OwnInstruments
{
    public static IQueryable<Instrument> OwnedBy(this IQueryable<Instrument> instruments, Actor actor) => instruments.Where(i => i.OrganisationId == actor.OrganisationId);

    /// <summary>By name, model, own number or reference; an empty text matches all.</summary>
    public static IQueryable<Instrument> Matching(this IQueryable<Instrument> instruments, string? text)
    {
        var part = text?.Trim().ToLowerInvariant() ?? "";
#pragma warning disable CA1304, CA1311, CA1862 // lower() of the database, not of .NET
        return part == "" ? instruments : instruments.Where(i => i.Reference.ToLower().Contains(part) || i.OwnNumber.ToLower().Contains(part)
            || i.Versions.Any(v => v.Until == null && (v.Name.ToLower().Contains(part) || v.Model.ToLower().Contains(part))));
#pragma warning restore CA1304, CA1311, CA1862
    }
}
