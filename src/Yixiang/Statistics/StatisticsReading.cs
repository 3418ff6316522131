using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Figures;
using Yixiang.Voices;

namespace Yixiang.Statistics;

/// <summary>Reads any measure on any day, and holds back what must not be told.</summary>
public sealed class StatisticsReading(FiguresReading ledger, People people, Answering answering, CityPack pack, TimeProvider clock)
{
    /// <param name="day">Null for now.</param>
    public async Task<Statistic> ReadAsync(Measure measure, DateOnly? day, CancellationToken stop) => measure switch
    {
        Measure.Users => OfPersons(measure, MonthBefore(day), await people.UsersAsync(MonthBefore(day), stop)),
        Measure.Needs => OfPersons(measure, MonthBefore(day), await people.AskersAsync(MonthBefore(day), stop)),
        Measure.ResponseTime => OfAnswers(day ?? clock.Today(), await answering.AllAsync(CityTime.EndOf(day ?? clock.Today()), stop)),
        Measure.Instruments or Measure.Value or Measure.Organisations or Measure.OfferedHours or Measure.RunHours or Measure.ServiceHours or Measure.ExternalShare => Of(measure, day ?? clock.Today(), await ledger.AtAsync(day, stop)),
    };

    /// <summary>The last day of the last month that has ended: who compares two days must not see one person come.</summary>
    private DateOnly MonthBefore(DateOnly? day)
    {
        var next = (day ?? clock.Today().AddDays(-1)).AddDays(1);
        return new DateOnly(next.Year, next.Month, 1).AddDays(-1);
    }

    private static Statistic Of(Measure measure, DateOnly day, LedgerFigures figures) => new(
        measure, day, Of(measure, figures.Whole),
        measure.Groupings().ToDictionary(g => g, g => InOrder(g, figures.By(g).Select(f => Of(measure, f)).Where(d => d.Basis != 0))));

    private static Datum Of(Measure measure, Figure f) => measure switch
    {
        Measure.Instruments => new(f.Code, f.Instruments),
        Measure.Value => new(f.Code, f.Value.Wan, f.Instruments),
        Measure.Organisations => new(f.Code, f.Organisations),
        Measure.OfferedHours => new(f.Code, f.Hours, f.WithHours),
        Measure.RunHours => new(f.Code, f.Run.Hours, f.Run.Instruments),
        Measure.ServiceHours => new(f.Code, f.Served.Hours, f.Served.Instruments),
        Measure.ExternalShare => new(f.Code, f.ExternalShare, f.RunOfBoth.Instruments),
        Measure.Users or Measure.Needs or Measure.ResponseTime => throw new ArgumentOutOfRangeException(nameof(measure), measure, null),
    };

    private Statistic OfPersons(Measure measure, DateOnly day, List<Head> heads) => new(
        measure, day, heads.Count > 0 && heads.Count < pack.Settings.Figures.LeastPersons ? new("", null, null, Silence.TooSmall) : new("", heads.Count),
        measure.Groupings().ToDictionary(g => g, g => OfPersons(g, heads)));

    /// <summary>The order of what is not told says nothing of how large it is.</summary>
    private IReadOnlyList<Datum> OfPersons(Grouping grouping, List<Head> heads)
    {
        var groups = heads.GroupBy(h => h.CodeBy(grouping)).Select(g => (Code: g.Key, Count: g.Count())).OrderBy(g => g.Code, StringComparer.Ordinal).ToList();
        return SmallNumbers.Tell([.. groups.Select(g => g.Count)], pack.Settings.Figures.LeastPersons) is { } silences
            ? InOrder(grouping, groups.Zip(silences, (g, silence) => new Datum(g.Code, silence is null ? g.Count : null, null, silence)))
            : [];
    }

    private Statistic OfAnswers(DateOnly day, List<UnitAnswer> answers) => new(
        Measure.ResponseTime, day, OfAnswers("", answers),
        Measure.ResponseTime.Groupings().ToDictionary(g => g, g => InOrder(g, answers.GroupBy(a => CodeOf(a, g)).Where(a => a.Key != "").Select(a => OfAnswers(a.Key, [.. a])))));

    private Datum OfAnswers(string code, List<UnitAnswer> answers) => answers.Count < pack.Settings.Figures.LeastAnswers
        ? new(code, null, answers.Count, Silence.TooFew)
        : new(code, ResponseTime.MedianOf(answers.Select(a => a.Days)), answers.Count);

    private static string CodeOf(UnitAnswer answer, Grouping grouping) => grouping switch
    {
        Grouping.Area => answer.AreaCode,
        Grouping.Class => ClassTree.Stems(answer.ClassCode).FirstOrDefault() ?? "",
        Grouping.HalfYear => LedgerFigures.HalfYear(CityTime.DateOf(answer.Asked)),
        Grouping.Organisation => answer.Organisation,
        Grouping.OrganisationKind or Grouping.Mode or Grouping.FeeBasis or Grouping.Value or Grouping.Hours or Grouping.Kind => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, null),
    };

    /// <summary>Half-years and bands in their own order, everything else the largest first, what is not told last.</summary>
    private static IReadOnlyList<Datum> InOrder(Grouping grouping, IEnumerable<Datum> all) => grouping switch
    {
        Grouping.Value or Grouping.Hours => [.. all],
        Grouping.HalfYear => [.. all.OrderBy(d => d.Code, StringComparer.Ordinal)],
        Grouping.Area or Grouping.Class or Grouping.OrganisationKind or Grouping.Mode or Grouping.FeeBasis or Grouping.Kind or Grouping.Organisation =>
            [.. all.OrderByDescending(d => d.Number is not null).ThenByDescending(d => d.Number).ThenBy(d => d.Code, StringComparer.Ordinal)],
    };
}
