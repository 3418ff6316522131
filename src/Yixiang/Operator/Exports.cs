using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>A list that the command line writes into a file.</summary>
internal sealed record Export(string Name, Func<Call, SheetFormat, Stream, CancellationToken, Task> WriteAsync)
{
    public static readonly IReadOnlyList<Export> All =
    [
        Of("journal", JournalSheet.Entries, db => db.Journal.AsNoTracking().OrderBy(e => e.Id)),
        Of("organisations", Organisations, db => db.Organisations.AsNoTracking().OrderBy(o => o.Id)),
        Of("filings", Filings, db => db.Filings.AsNoTracking().OrderBy(f => f.Id)),
        new("instruments", (call, format, stream, stop) => Annex.Full.WriteAsync(format, stream, call.Of<Annex>().OnAsync(CityTime.DateOf(call.Now)), new(T("operator.instruments")), new(call.Of<IConfiguration>()), stop)),
    ];

    private static Table<Organisation> Organisations => new Table<Organisation>("operator.organisations")
        .Code("operator.reference", o => o.Reference).Code("operator.uscc", o => o.Uscc, 22).Text("operator.name", o => o.Name, 36).Text("operator.english-name", o => o.EnglishName, 36)
        .Text("operator.kind", o => T(o.Kind)).Code("operator.area", o => o.AreaCode).Text("operator.address", o => o.Address, 36)
        .Code("operator.office-phone", o => o.OfficePhone).Text("operator.state", o => T(o.State));

    private static Table<Filing> Filings => new Table<Filing>("operator.filings")
        .Code("operator.reference", f => f.Reference).Text("operator.kind", f => T(f.Kind)).Text("operator.name", f => f.Name, 36)
        .Text("operator.model", f => f.Model).Code("operator.own-number", f => f.OwnNumber).Code("operator.area", f => f.AreaCode)
        .Text("operator.state", f => T(f.State)).Date("operator.due-on", f => f.DueOn).Number("operator.days-late", f => f.DaysLate);

    private static Export Of<TRow>(string name, Table<TRow> table, Func<Db, IQueryable<TRow>> rows) =>
        new(name, (call, format, stream, stop) => table.WriteAsync(format, stream, rows(call.Db).AsAsyncEnumerable(), new(T($"operator.{name}")), new(call.Of<IConfiguration>()), stop));
}
