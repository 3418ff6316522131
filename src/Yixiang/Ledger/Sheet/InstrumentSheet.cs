using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Sheet;

/// <summary>What stands on the sheet of one instrument: to be hung beside it or handed to a visitor.</summary>
/// <param name="Picture">A JPEG; null where there is none.</param>
/// <param name="Address">The page, as text and in the code to scan.</param>
/// <param name="Facts">Label and value, the most needed first.</param>
/// <param name="Tariff">Item, price for outsiders, price within the organisation.</param>
/// <param name="Record">Of which version and day it is.</param>
internal sealed record SheetContent(
    string Site, string Kind, string Title, string Subtitle, byte[]? Picture, string Address,
    IReadOnlyList<(string Label, string Value)> Facts, IReadOnlyList<(string Item, string External, string Internal)> Tariff, string Record);

/// <summary>One A4 page with the picture, facts, tariff and code of one instrument, legible in black and white.</summary>
public sealed class InstrumentSheet(Dossiers dossiers, Codebook codebook, CityPack pack, FileStore files, PdfFont font, TimeProvider clock)
{
    private const int PictureSide = 900;

    private static readonly Field[] Told =
        [Fields.Function, Fields.Application, Fields.Technical, Fields.ServiceContent, Fields.SharingModes, Fields.SharingHours, Fields.Audience, Fields.FeeBasis, Fields.Notes, Fields.Restrictions];

    /// <param name="address">The lasting address of the page.</param>
    /// <returns>Null when there is no such instrument, or it was not public on that day.</returns>
    /// <exception cref="RefusedException">There is no font that can show Chinese.</exception>
    public async Task<Download?> OfAsync(string reference, DateOnly? asOf, string address, CancellationToken stop)
    {
        if (await dossiers.FindAsync(reference, asOf, stop) is not { } dossier)
        {
            return null;
        }

        var content = await ContentAsync(dossier, address);
        return new($"{dossier.Version.Name} {dossier.Instrument.Reference}.pdf", Download.ContentType(SheetFormat.Pdf), async (stream, cancel) => await stream.WriteAsync(SheetPage.Draw(content, font.Read()), cancel));
    }

    private async Task<SheetContent> ContentAsync(Dossier d, string address)
    {
        var english = d.Particulars[Fields.EnglishName];
        var (name, other) = ReaderIsEnglish && english != "" ? (english, d.Version.Name) : (d.Version.Name, english);
        var exited = d.ExitedOn is { } left ? T("ledger.exited-title", CityTime.Show(left)) + " · " : "";
        return new(
            pack.City.SiteTitle.ToString(), T("ledger.sheet-name"), name, string.Join(" · ", new[] { other, d.Version.Model, d.Instrument.Reference }.Where(t => t != "")),
            await PictureAsync(d), address, [.. Facts(d).Where(f => f.Value != "")],
            [.. d.Particulars.Tariff.Select(t => (t.Item, TariffText.Price(t.External, t.Unit), TariffText.Price(t.Internal, t.Unit)))],
            exited + T("ledger.sheet-record", CityTime.Show(CityTime.DateOf(d.Since(d.Version))), d.Version.Number, CityTime.Show(clock.Today())));
    }

    private IEnumerable<(string Label, string Value)> Facts(Dossier d)
    {
        var p = d.Particulars;
        yield return (T("ledger.organisation"), Pick(d.Organisation.Name, d.Organisation.EnglishName));
        yield return (T("ledger.street"), string.Join(' ', codebook.Show(Fields.Area, p), p[Fields.Street]));
        yield return (T("ledger.phone"), d.ExitedOn is not null ? "" : d.Contact.Phone is { } phone ? phone : $"{pack.City.Office.Phone} {pack.City.Office.Name}");
        yield return (Fields.Manufacturer.Label, p[Fields.Manufacturer]);
        yield return (Fields.ClassCode.Label, codebook.Show(Fields.ClassCode, p));
        foreach (var field in Told)
        {
            yield return (field.Label, codebook.Show(field, p));
        }

        yield return (Fields.Fee.Label, p.Tariff.Length == 0 ? p[Fields.Fee] : "");
        yield return (T("ledger.province-number"), d.Province?.Number ?? "");
    }

    private async Task<byte[]?> PictureAsync(Dossier d)
    {
        if (d.Pictures.Count == 0 || !files.Has(d.Pictures[0].Digest))
        {
            return null;
        }

        await using var content = files.Open(d.Pictures[0].Digest);
        return PublicPicture.Of(content, PictureSide);
    }
}
