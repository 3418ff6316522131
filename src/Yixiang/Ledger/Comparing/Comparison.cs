using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Comparing;

/// <summary>An instrument in a comparison.</summary>
public sealed record Compared(LedgerLine Line, Particulars Particulars, string Area, string? Phone)
{
    public string Reference => Line.Instrument.Reference;

    public string Name => Pick(Line.Version.Name, Particulars[Fields.EnglishName]);
}

/// <summary>One line of a comparison: what each instrument says to the same question.</summary>
/// <param name="Values">In the order of the instruments; empty where nothing is said.</param>
/// <param name="IsRecord">What the ledger keeps for its own sake, as on an instrument's page.</param>
public sealed record ComparedRow(string Key, string Label, IReadOnlyList<string> Values, bool IsRecord = false)
{
    public bool Differs => Values.Distinct().Skip(1).Any();
}

/// <summary>Which instruments are compared, as the address says it: <c>?i=JZ-000001,JZ-000002</c>, or <c>i</c> several times.</summary>
/// <param name="References">At most <see cref="Most"/>.</param>
/// <param name="Refused">Those beyond.</param>
public sealed record ComparisonAddress(IReadOnlyList<string> References, IReadOnlyList<string> Refused)
{
    public const int Most = 4;
    private const int LongestReference = 20, MostRead = 20;

    public static ComparisonAddress Read(StringValues asked)
    {
        List<string> all = [.. asked.SelectMany(a => (a ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(r => r.ToUpperInvariant()).Where(r => r.Length <= LongestReference && r.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')).Distinct().Take(MostRead)];
        return new([.. all.Take(Most)], [.. all.Skip(Most)]);
    }
}

/// <summary>Up to four instruments of the ledger side by side.</summary>
public sealed class ComparisonReading(Db db, Codebook codebook, CityPack pack)
{
    /// <summary>Said in the head of the table, or of no use side by side.</summary>
    private static readonly Field[] Apart = [Fields.Name, Fields.EnglishName, Fields.Area, Fields.OwnNumber, Fields.Address, Fields.Postcode, Fields.AffiliationNumber];

    private static readonly FieldSection[] Sections = [FieldSection.Description, FieldSection.Openness, FieldSection.Identity, FieldSection.Acquisition];

    /// <summary>The instruments that are on the ledger, in the order asked for; one query.</summary>
    public async Task<IReadOnlyList<Compared>> FindAsync(IReadOnlyList<string> references, CancellationToken stop)
    {
        if (references.Count == 0)
        {
            return [];
        }

        var lines = await db.LedgerNow().Where(l => references.Contains(l.Instrument.Reference)).ToListAsync(stop);
        return [.. references.Select(r => lines.Find(l => l.Instrument.Reference == r)).OfType<LedgerLine>().Select(Of)];
    }

    /// <summary>What a reader decides by first: whose, where, what price; then everything public.</summary>
    public IReadOnlyList<ComparedRow> Rows(IReadOnlyList<Compared> all)
    {
        List<ComparedRow> rows =
        [
            Row("organisation", T("ledger.organisation"), all, c => Pick(c.Line.Organisation.Name, c.Line.Organisation.EnglishName)),
            Row("area", T("ledger.area"), all, c => c.Area),
            Row("phone", T("ledger.phone"), all, c => c.Phone ?? ""),
            Row("tariff-external", T("compare.tariff-external"), all, c => string.Join('\n', c.Particulars.Tariff.Select(t => T("compare.tariff-line", t.Item, TariffText.Price(t.External, t.Unit))))),
            .. Sections.SelectMany(s => Fields.All.Where(f => f.Public && f.Section == s && !Apart.Contains(f))).Select(f => Row(f.Key, f.Label, all, c => codebook.Show(f, c.Particulars)) with { IsRecord = IsRecord(f) }),
            Row("province", T("ledger.province"), all, c => c.Line.Recommendation?.NumberThere ?? T("ledger.platform-not-listed")),
            Row("published-on", T("ledger.published-on"), all, c => CityTime.Show(CityTime.DateOf(c.Line.Instrument.PublishedAt!.Value))) with { IsRecord = true },
        ];
        return [.. rows.Where(r => r.Values.Any(v => v != ""))];
    }

    /// <summary>Who made it and how much it cost is asked by everybody.</summary>
    private static bool IsRecord(Field field) =>
        InstrumentPageModel.Records.Contains(field.Section) && field != Fields.Manufacturer && field != Fields.OriginalValue && field != Fields.ClassCode;

    private static ComparedRow Row(string key, string label, IReadOnlyList<Compared> all, Func<Compared, string> say) => new(key, label, [.. all.Select(say)]);

    private Compared Of(LedgerLine line)
    {
        var particulars = line.Version.Particulars();
        return new(line, particulars, pack.AreaName(line.Version.AreaCode), PublicContact.Of(particulars, line.Organisation).Phone);
    }
}
