using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Ledger;

/// <summary>Makes of a line of the ledger what the search keeps of it: its words, and the values by which lists are narrowed.</summary>
/// <remarks>Public fields only: who searches for a private telephone number must not learn whose it is (A12).</remarks>
public sealed class LedgerWords(CodeTables tables, CityPack pack)
{
    private static readonly Field[] Searched = [Fields.Function, Fields.Application, Fields.ServiceContent, Fields.Technical];

    public LedgerEntry Of(LedgerLine line)
    {
        var particulars = line.Version.Particulars();
        var path = tables.InstrumentClasses.Path(line.Version.ClassCode).SelectMany(c => new[] { c.Chinese, c.English });
        var area = pack.Area(line.Version.AreaCode);
        var words = string.Join('\n', Searched.Where(f => f.Public).Select(f => particulars[f])
            .Concat(path).Append(area?.Name.Chinese).Append(area?.Name.English).Append(line.Instrument.Reference));
        var lowest = particulars.Tariff.Where(t => t.External is not null).MinBy(t => t.External);
        var listing = line.ToListing() with { From = lowest is null ? null : new(lowest.External!.Value, string.Intern(lowest.Unit)) };
        return new(listing, particulars[Fields.EnglishName], words, [.. Values(listing, particulars)])
        {
            OrganisationKind = line.Organisation.Kind,
            OrganisationEnglishName = line.Organisation.EnglishName,
            OfferedHours = particulars.NumberOf(Fields.OfferedHours),
            RunHours = (float?)particulars.NumberOf(Fields.RunHours),
            ServiceHours = (float?)particulars.NumberOf(Fields.ServiceHours),
        };
    }

    private static IEnumerable<(Facet, string)> Values(Listing listing, Particulars particulars)
    {
        foreach (var value in Values(listing))
        {
            yield return value;
        }

        foreach (var (facet, field) in new[] { (Facet.Funds, Fields.Funds), (Facet.Mode, Fields.SharingModes), (Facet.Audience, Fields.Audience) })
        {
            foreach (var code in particulars.CodesOf(field).Distinct())
            {
                yield return (facet, code);
            }
        }

        if (listing.From is { } price)
        {
            yield return (Facet.Price, Bands.CodeOf(Bands.Price, price.Yuan));
        }

        if (particulars.NumberOf(Fields.OfferedHours) is { } hours)
        {
            yield return (Facet.Hours, Bands.CodeOf(Bands.Hours, hours));
        }
    }

    /// <summary>The values that a listing itself tells.</summary>
    public static IEnumerable<(Facet, string)> Values(Listing listing) =>
    [
        (Facet.Area, listing.AreaCode), (Facet.Organisation, listing.Organisation), (Facet.Kind, listing.Kind.ToString()), (Facet.FeeBasis, listing.FeeBasis),
        (Facet.Value, Bands.CodeOf(Bands.Value, listing.OriginalValue.Wan)),
        (Facet.Platform, listing.Province is null ? Platforms.NotListed : Platforms.Listed),
        .. ClassTree.Stems(listing.ClassCode).Select(stem => (Facet.Class, stem)),
        // Addresses that name the organisation by its credit code stay good.
        .. listing.Uscc is { } code ? [(Facet.Organisation, code)] : Array.Empty<(Facet, string)>(),
    ];
}
