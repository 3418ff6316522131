using System.Collections.Immutable;
using System.Globalization;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>Fills the form of one instrument of the demo, as its unit would: every field the notice and the national form ask for.</summary>
internal static class DemoParticulars
{
    private const string Imported = "是进口设备，仍在海关监管年限内，只在本单位内使用。";

    /// <param name="contact">Who answers for it; shown to the public by consent only.</param>
    public static Particulars Of(DemoInstrument instrument, DemoType type, DemoOrganisation unit, DemoPerson contact, DateOnly acceptedOn)
    {
        var model = type.Models[instrument.Model];
        var tariff = Tariff(type, instrument);
        return (Particulars.Empty with { Tariff = tariff })
            .Describing(type, model)
            .Bought(instrument, model, acceptedOn)
            .Open(instrument, type, unit, tariff)
            .Standing(instrument, unit, contact)
            .Declared(instrument, type, acceptedOn)
            .Written(type, tariff)
            .Further(type, unit)
            .For(type.Kind);
    }

    private static Particulars Describing(this Particulars p, DemoType type, DemoMake model) => p
        .With(Fields.Name, type.Name.Chinese).With(Fields.EnglishName, type.Name.English).With(Fields.ClassCode, type.ClassCode)
        .With(Fields.Model, model.Model).With(Fields.Manufacturer, model.Maker).With(Fields.Nation, model.Nation).With(Fields.Category, type.Category)
        .With(Fields.Source, model.Maker == "自行研制" ? "2" : "1").With(Fields.Affiliation, "4")
        .With(Fields.Function, type.Function).With(Fields.Application, type.Application).With(Fields.Technical, model.Technical)
        .With(Fields.Subjects, string.Join(',', type.Subjects)).With(Fields.ServiceContent, type.Service);

    private static Particulars Bought(this Particulars p, DemoInstrument instrument, DemoMake model, DateOnly acceptedOn) => p
        .With(Fields.OwnNumber, instrument.OwnNumber).With(Fields.OriginalValue, model.ValueYuan.ToString("0.00", CultureInfo.InvariantCulture))
        .With(Fields.AcceptedOn, CityTime.Show(acceptedOn)).With(Fields.BookedOn, CityTime.Show(acceptedOn))
        .With(Fields.Funds, instrument.Funds).With(Fields.SharingCondition, instrument.SharingCondition).With(Fields.Classified, "no");

    private static Particulars Open(this Particulars p, DemoInstrument instrument, DemoType type, DemoOrganisation unit, ImmutableArray<TariffLine> tariff) => p
        .With(Fields.SharingModes, IsOwnOperation(tariff) ? "1,2,3" : type.ClassCode.StartsWith("13", StringComparison.Ordinal) ? "1,4" : "2,3")
        .With(Fields.SharingHours, unit.Hours).With(Fields.OfferedHours, instrument.OfferedHours)
        .With(Fields.Audience, unit.Kind == Organisations.OrganisationKind.Hospital ? "research,companies" : "research,smes,startups,companies")
        .With(Fields.FeeBasis, instrument.FeeBasis).With(Fields.Fee, Fee(tariff, instrument)).With(Fields.Notes, type.Notes)
        .With(Fields.RunHours, instrument.RunHours).With(Fields.ServiceHours, instrument.ServiceHours).With(Fields.Condition, "1");

    private static Particulars Standing(this Particulars p, DemoInstrument instrument, DemoOrganisation unit, DemoPerson contact) => p
        .With(Fields.Department, instrument.Department).With(Fields.HostPlatform, unit.Platforms.Count == 0 ? null : unit.Platforms[0].Name).With(Fields.Area, unit.Area).With(Fields.Street, $"{unit.Town}{unit.Street} {instrument.Room}")
        .With(Fields.Contact, contact.Name).With(Fields.Phone, instrument.ContactConsent == "office" ? unit.Phone : contact.Phone).With(Fields.Email, contact.Email)
        .With(Fields.ContactConsent, instrument.ContactConsent).With(Fields.Address, unit.Address).With(Fields.Postcode, unit.Postcode);

    /// <summary>Numbers of customs papers are made up: the year, and zeros.</summary>
    private static Particulars Declared(this Particulars p, DemoInstrument instrument, DemoType type, DateOnly acceptedOn) =>
        instrument.Customs == "no" ? p.With(Fields.CustomsSupervised, "no")
        : p.With(Fields.CustomsSupervised, "yes").With(Fields.DeclarationNumber, $"{acceptedOn.Year}00000000000000").With(Fields.DeclarationItem, "01")
            .With(Fields.ReleasedOn, CityTime.Show(acceptedOn.AddDays(-60))).With(Fields.DeclaredName, type.Name.Chinese).With(Fields.Restrictions, Imported).With(Fields.UseRestriction, "conditional");

    /// <summary>What own operation asks of a user, and what was written with such instruments; the DOI is the one that Crossref keeps for examples, the number of the patent is zeros.</summary>
    private static Particulars Written(this Particulars p, DemoType type, ImmutableArray<TariffLine> tariff) => !IsOwnOperation(tariff) ? p : p
        .With(Fields.Qualification, "自主上机者须通过本单位培训和考核，取得上机证；首次上机由技术人员陪同。")
        .With(Fields.Publications, $"示例论文：用{type.Name.Chinese}做的材料研究. DOI: 10.5555/12345678\n示例专利：{type.Name.Chinese}的样品台 ZL202300000000.0");

    private static bool IsOwnOperation(ImmutableArray<TariffLine> tariff) => tariff.Any(l => l.Item.Contains("自主上机", StringComparison.Ordinal));

    private static Particulars Further(this Particulars p, DemoType type, DemoOrganisation unit) =>
        (type.More ?? new Dictionary<string, string>()).Aggregate(p.With(Fields.SupportingInstitution, unit.Name.Chinese), (said, more) => said.With(Fields.Find(more.Key)!, more.Value));

    /// <summary>Leaves out what a kind is not asked for.</summary>
    private static Particulars For(this Particulars p, ResourceKind kind)
    {
        var asked = Fields.Of(kind).Select(f => f.Key).ToHashSet();
        return p with { Values = p.Values.Without(key => !asked.Contains(key)) };
    }

    private static ImmutableArray<TariffLine> Tariff(DemoType type, DemoInstrument instrument) =>
        instrument.FeeBasis == "free" ? [.. type.Tariff.Select(l => l with { Internal = 0, External = 0 })] : [.. type.Tariff];

    private static string Fee(ImmutableArray<TariffLine> tariff, DemoInstrument instrument) =>
        instrument.FeeBasis == "free" ? "免费" : string.Join('；', tariff.Select(l => $"{l.Item}：校（院）内{l.Internal:0.##}元/{l.Unit}，对外{l.External:0.##}元/{l.Unit}{(l.Note is null ? "" : $"（{l.Note}）")}"));
}
