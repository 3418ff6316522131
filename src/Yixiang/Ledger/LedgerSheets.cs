using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>The public list as a file, in whatever narrowing the reader has on the screen.</summary>
public sealed class LedgerSheets(CodeTables tables, CityPack pack)
{
    public Table<Listing> List { get; } = new Table<Listing>("ledger.list-sheet")
        .Code("ledger.reference", l => l.Reference, width: 12)
        .Text("ledger.name", l => l.Name, width: 32)
        .Text("ledger.model", l => l.Model, width: 22)
        .Text("ledger.manufacturer", l => l.Manufacturer, width: 24)
        .Code("ledger.class-code", l => l.ClassCode, width: 10)
        .Text("ledger.class", l => tables.InstrumentClasses.NameOf(l.ClassCode), width: 24)
        .Text("ledger.kind", l => T(l.Kind), width: 18)
        .Text("ledger.organisation", l => l.OrganisationName, width: 30)
        .Code("ledger.uscc", l => l.Uscc, width: 20)
        .Text("ledger.area", l => pack.Area(l.AreaCode)?.Name.ToString(), width: 14)
        .Money("ledger.value-yuan", l => l.OriginalValue)
        .Text("ledger.fee-basis", l => tables["fee-basis"].NameOf(l.FeeBasis), width: 18)
        .Date("ledger.published-on", l => l.PublishedOn)
        .Code("ledger.province-number", l => l.Province?.Number, width: 20);
}
