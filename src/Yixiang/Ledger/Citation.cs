using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Ledger;

/// <summary>How a paper names the record of an instrument: in Chinese in the manner of GB/T 7714-2015, 8.8 (electronic resources), and in English.</summary>
public sealed record Citation(string Chinese, string English)
{
    /// <param name="dossier">The version that is cited.</param>
    /// <param name="address">The lasting address of the page.</param>
    /// <param name="read">The day on which it was read.</param>
    public static Citation Of(Dossier dossier, CityPack pack, string address, DateOnly read)
    {
        string In(System.Globalization.CultureInfo language, string organisation, string name)
        {
            var named = dossier.Version.Model == "" ? name : $"{name} {dossier.Version.Model}";
            return Texts.In(language, "ledger.citation", organisation, named, pack.City.SiteTitle.In(language), dossier.Instrument.Reference, dossier.Version.Number, CityTime.Show(CityTime.DateOf(dossier.Since(dossier.Version))), CityTime.Show(read), address);
        }

        var english = dossier.Particulars[Fields.EnglishName];
        return new(
            In(Texts.Chinese, dossier.Organisation.Name, dossier.Version.Name),
            In(Texts.English, dossier.Organisation.EnglishName is { Length: > 0 } named ? named : dossier.Organisation.Name, english == "" ? dossier.Version.Name : english));
    }
}
