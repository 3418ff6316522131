using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>The words by which an instrument is found besides name, model, manufacturer and organisation: what it does, for whom, and the names of its class and area in both languages.</summary>
/// <remarks>Public fields only: who searches for a private telephone number must not learn whose it is (A12).</remarks>
public sealed class LedgerWords(CodeTables tables, CityPack pack)
{
    private static readonly Field[] Searched = [Fields.EnglishName, Fields.Function, Fields.Application, Fields.ServiceContent, Fields.Technical];

    public string Of(LedgerLine line)
    {
        var particulars = line.Version.Particulars();
        var path = tables.InstrumentClasses.Path(line.Version.ClassCode).SelectMany(c => new[] { c.Chinese, c.English });
        var area = pack.Area(line.Version.AreaCode);
        return string.Join(' ', Searched.Where(f => f.Public).Select(f => particulars[f])
            .Concat(path).Append(area?.Name.Chinese).Append(area?.Name.English).Append(line.Instrument.Reference));
    }
}
