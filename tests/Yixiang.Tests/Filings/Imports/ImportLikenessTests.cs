using System.Text;
using Yixiang.Filings;
using Yixiang.Instruments;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>Rows under a new number that say the same as something the house knows already.</summary>
public sealed class ImportLikenessTests
{
    private const string Header = "所在单位仪器编号,仪器设备名称,规格型号,制造商,验收日期,原值(元)\n";
    private const string Same = "场发射扫描电子显微镜,SU8010,日立高新,2026-03-01,2350000\n";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_new_number_for_what_the_ledger_or_an_open_filing_says_is_marked_with_its_reference_and_may_still_be_imported(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenFilingAsync(unit, World.Microscope("A1"), "submit", "accept");
        var open = await site.GivenFilingAsync(unit, World.Microscope("A2").With(Fields.Model, "SU 9000"), "submit");
        var csv = Header + "N1," + Same + "N2,场发射扫描电子显微镜,su9000,日立高新,2026-03-01,2350000\n" + "N3,场发射扫描电子显微镜,SU8010,日立高新,2026-03-02,2350000\nN4,质谱仪,Q1,,,\n";

        var import = await site.CheckAsync(unit, Encoding.UTF8.GetBytes(csv), "清单.csv");

        var rows = await site.RowsAsync(import);
        Assert.Equal(("import.similar-known", "JZ-000001"), (rows[0].ReadMessages().Single().Code, rows[0].ReadMessages().Single().Args[0]));
        Assert.Equal(("import.similar-known", open.Reference), (rows[1].ReadMessages().Single().Code, rows[1].ReadMessages().Single().Args[0]));
        Assert.Empty(rows[2].ReadMessages());
        Assert.Empty(rows[3].ReadMessages());
        Assert.Contains("可能重复：与 JZ-000001", ImportReport.Say(rows[0]), StringComparison.Ordinal);
        Assert.Equal(new ImportCounts { Rows = 4, Accepted = 4 }, import.Counts);
        Assert.Equal(4, (await site.MoveAsync(import, Import.Lifecycle.Apply)).Counts.Accepted);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_like_of_another_organisation_is_marked_and_what_has_left_the_ledger_is_not(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (unit, other) = (await site.GivenOrganisationAsync(), await site.GivenOrganisationAsync("别的单位"));
        await site.GivenFilingAsync(other, World.Microscope("B1"), "submit", "accept");
        await site.GivenFilingAsync(unit, World.Microscope("D1").With(Fields.Model, "SU1"), "discard");

        var import = await site.CheckAsync(unit, Encoding.UTF8.GetBytes(Header + "N1," + Same + "N2,场发射扫描电子显微镜,SU1,日立高新,2026-03-01,2350000\n"), "清单.csv");

        var rows = await site.RowsAsync(import);
        Assert.Equal(("import.similar-elsewhere", "JZ-000001"), (rows[0].ReadMessages().Single().Code, rows[0].ReadMessages().Single().Args[0]));
        Assert.Empty(rows[1].ReadMessages());
    }
}
