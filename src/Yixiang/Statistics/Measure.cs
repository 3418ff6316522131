using Yixiang.Ledger.Figures;

namespace Yixiang.Statistics;

/// <summary>What the public figures tell of each group.</summary>
public enum Measure
{
    Instruments,
    Value,
    Organisations,

    /// <summary>年可共享机时: hours offered in a year.</summary>
    OfferedHours,

    /// <summary>年运行机时: hours run in a year.</summary>
    RunHours,

    /// <summary>年对外服务机时: hours served to others in a year.</summary>
    ServiceHours,

    /// <summary>共享率: hours served to others as a share of the hours run (the national survey reckons it so).</summary>
    ExternalShare,

    /// <summary>Persons with an account, other than the staff of the authority.</summary>
    Users,

    /// <summary>Needs that the public posted.</summary>
    Needs,

    /// <summary>Median of working days until a unit answers what was put to it.</summary>
    ResponseTime,
}

/// <summary>Why a number is not told.</summary>
public enum Silence
{
    /// <summary>So few persons that one could be guessed.</summary>
    TooSmall,

    /// <summary>Could be told, but a small number could be reckoned from it and the whole.</summary>
    HeldBack,

    /// <summary>Fewer answers than a response time is told from.</summary>
    TooFew,
}

/// <summary>What is told of one group, or of the whole.</summary>
/// <param name="Code">Of the group, as <see cref="LedgerFigures"/> has it; empty for the whole, and for who belongs to no group.</param>
/// <param name="Number">Value in 万元, share as a fraction, time in working days; null where it is not told.</param>
/// <param name="Basis">From how many instruments or answers; null for what is counted itself.</param>
public sealed record Datum(string Code, decimal? Number, int? Basis = null, Silence? Silence = null);

/// <summary>One measure on one day: of the whole, and by each grouping for which it is told.</summary>
/// <param name="Day">Of which the figures are; for persons the end of a month.</param>
public sealed record Statistic(Measure Measure, DateOnly Day, Datum Whole, IReadOnlyDictionary<Grouping, IReadOnlyList<Datum>> By);

public static class Measures
{
    private static readonly Measure[] Persons = [Measure.Users, Measure.Needs];

    /// <summary>What counts persons, or what single persons sent.</summary>
    public static bool IsOfPersons(this Measure measure) => Persons.Contains(measure);

    /// <summary>Of what the ledger itself tells.</summary>
    public static bool IsOfLedger(this Measure measure) => measure < Measure.Users;

    /// <summary>Whether the groups add up to the whole, so that each has a share of it.</summary>
    public static bool AddsUp(this Measure measure) => measure is not (Measure.ExternalShare or Measure.ResponseTime or Measure.Organisations);

    /// <summary>By what the measure is told apart; a grouping is left out where it says nothing, or where persons could be guessed.</summary>
    public static IReadOnlyList<Grouping> Groupings(this Measure measure) => measure switch
    {
        Measure.Users => [Grouping.Area, Grouping.OrganisationKind, Grouping.HalfYear],
        Measure.Needs => [Grouping.OrganisationKind, Grouping.HalfYear],
        Measure.ResponseTime => [Grouping.Area, Grouping.Class, Grouping.HalfYear, Grouping.Organisation],
        Measure.Organisations => [.. Enum.GetValues<Grouping>().Where(g => g != Grouping.Organisation)],
        Measure.Instruments or Measure.Value or Measure.OfferedHours or Measure.RunHours or Measure.ServiceHours or Measure.ExternalShare => Enum.GetValues<Grouping>(),
    };

    /// <summary>The name of a measure or grouping in addresses: <c>half-year</c>.</summary>
    public static string Address<T>(T named) where T : struct, Enum => string.Concat(named.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{c}" : $"{c}")).ToLowerInvariant();

    /// <returns>Null where no member has the name.</returns>
    public static T? Find<T>(string address) where T : struct, Enum => Enum.GetValues<T>().Where(m => Address(m) == address).Select(m => (T?)m).FirstOrDefault();
}
