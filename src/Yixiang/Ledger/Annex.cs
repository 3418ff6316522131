using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>One line of the annex.</summary>
/// <param name="Position">1, 2, 3 …</param>
/// <param name="ExitedOn">Since when it is no longer on the ledger, for the annex of a batch; null while it is.</param>
public sealed record AnnexLine(int Position, string Reference, string Name, string Model, string Manufacturer, string ClassName, string Organisation, string Area,
    string Street, Yuan OriginalValue, string SharingModes, string SharingHours, string FeeBasis, string Fees, string Phone, DateOnly? ExitedOn)
{
    /// <summary>As the page says it to the reader; the files keep the names of the decision.</summary>
    public required string NameForReader { get; init; }

    public required string OrganisationForReader { get; init; }
}

/// <summary>开放共享清单: the official list, of a batch as it was decided or of the whole ledger on any day (annex of the notice).</summary>
public sealed class Annex(Db db, Codebook codebook, CodeTables tables)
{
    /// <summary>As a workbook or CSV: every column.</summary>
    public static readonly Table<AnnexLine> Full = new Table<AnnexLine>("ledger.annex-sheet")
        .Number("ledger.position", l => l.Position, width: 6)
        .Code("ledger.reference", l => l.Reference, width: 12)
        .Text("ledger.name", l => l.Name, width: 30)
        .Text("ledger.model", l => l.Model, width: 20)
        .Text("ledger.manufacturer", l => l.Manufacturer, width: 22)
        .Text("ledger.class", l => l.ClassName, width: 22)
        .Text("ledger.organisation", l => l.Organisation, width: 28)
        .Text("ledger.area", l => l.Area, width: 12)
        .Text("ledger.street", l => l.Street, width: 26)
        .Wan("ledger.value-wan", l => l.OriginalValue, width: 12)
        .Text("ledger.sharing-modes", l => l.SharingModes, width: 18)
        .Text("ledger.sharing-hours", l => l.SharingHours, width: 22)
        .Text("ledger.fee-basis", l => l.FeeBasis, width: 16)
        .Text("ledger.fees", l => l.Fees, width: 36)
        .Code("ledger.phone", l => l.Phone, width: 16)
        .Date("ledger.exited-on", l => l.ExitedOn);

    /// <summary>On paper: what fits A4 landscape.</summary>
    public static readonly Table<AnnexLine> Printed = new Table<AnnexLine>("ledger.annex-sheet")
        .Number("ledger.position", l => l.Position, width: 5)
        .Code("ledger.reference", l => l.Reference, width: 11)
        .Text("ledger.name", l => l.Name, width: 24)
        .Text("ledger.model", l => l.Model, width: 17)
        .Text("ledger.organisation", l => l.Organisation, width: 24)
        .Text("ledger.area", l => l.Area, width: 10)
        .Wan("ledger.value-wan", l => l.OriginalValue, width: 11)
        .Text("ledger.sharing-hours", l => l.SharingHours, width: 20)
        .Text("ledger.fee-basis", l => l.FeeBasis, width: 14)
        .Code("ledger.phone", l => l.Phone, width: 15);

    /// <summary>The annex of a batch, in the order and the versions in which it was decided; of a draft, in the versions that stand now.</summary>
    public IAsyncEnumerable<AnnexLine> OfBatchAsync(long batchId) =>
        db.LinesOf(batchId).AsAsyncEnumerable().Select((l, i) => Line(l, i + 1));

    /// <summary>The annex of the whole ledger at the end of a day.</summary>
    public IAsyncEnumerable<AnnexLine> OnAsync(DateOnly day) =>
        db.LedgerAt(day).OrderBy(l => l.Instrument.Reference).AsAsyncEnumerable().Select((l, i) => Line(l, i + 1));

    /// <summary>One page of the annex of a batch; a number beyond the end is the last page.</summary>
    public Task<Page<AnnexLine>> OfBatchAsync(long batchId, int number, int size, CancellationToken stop) => PageAsync(db.LinesOf(batchId), number, size, stop);

    /// <summary>One page of the annex of the whole ledger at the end of a day; a number beyond the end is the last page.</summary>
    public Task<Page<AnnexLine>> OnAsync(DateOnly day, int number, int size, CancellationToken stop) =>
        PageAsync(db.LedgerAt(day).OrderBy(l => l.Instrument.Reference), number, size, stop);

    private async Task<Page<AnnexLine>> PageAsync(IQueryable<LedgerLine> lines, int number, int size, CancellationToken stop)
    {
        var total = await lines.CountAsync(stop);
        number = Math.Clamp(number, 1, Math.Max(1, (total + size - 1) / size));
        var first = (number - 1) * size;
        var items = await lines.Skip(first).Take(size).ToListAsync(stop);
        return new([.. items.Select((l, i) => Line(l, first + i + 1))], total, number, size);
    }

    private AnnexLine Line(LedgerLine line, int position)
    {
        var p = line.Version.Particulars();
        return new(
            position, line.Instrument.Reference, line.Version.Name, line.Version.Model, line.Version.Manufacturer,
            tables.InstrumentClasses.NameOf(line.Version.ClassCode), line.Organisation.Name, codebook.Show(Fields.Area, p), p[Fields.Street],
            line.Version.OriginalValue, codebook.Show(Fields.SharingModes, p), p[Fields.SharingHours], codebook.Show(Fields.FeeBasis, p), Fees(p),
            PublicContact.Of(p, line.Organisation).Phone ?? "", line.Instrument.ExitedAt is { } exited ? CityTime.DateOf(exited) : null)
        {
            NameForReader = Pick(line.Version.Name, p[Fields.EnglishName]),
            OrganisationForReader = Pick(line.Organisation.Name, line.Organisation.EnglishName),
        };
    }

    private static string Fees(Particulars p) =>
        p.Tariff.Length == 0 ? p[Fields.Fee] : string.Join('\n', p.Tariff.Select(TariffText.Of));
}

/// <summary>A tariff line in words: <c>扫描成像：校内 220 元/小时，校外 350 元/小时</c>.</summary>
public static class TariffText
{
    public static string Of(TariffLine line) => T("ledger.tariff-line", line.Item, Price(line.Internal, line.Unit), Price(line.External, line.Unit));

    /// <summary>A price with its unit; by agreement (面议) where none is stated.</summary>
    public static string Price(decimal? price, string unit) => price switch
    {
        null => T("ledger.by-agreement"),
        0 => T("ledger.free"),
        { } amount => T("ledger.price", Yuan.Of(amount), TariffUnit.Show(unit)),
    };
}
