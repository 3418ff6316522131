using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;
using Yixiang.Tests.Sheets;

namespace Yixiang.Tests.Filings.Imports;

/// <summary>The six forms of the national platform, filled in as they are: read, mapped, tried, reported and written.</summary>
public sealed class NationalTemplateTests
{
    private sealed record Form(string Name, ResourceKind Kind, string Sheet, string[] Mapped, string[] Left, Func<int, byte[]> Fill);

    private static readonly Form[] Forms =
    [
        new("equipment.xls", ResourceKind.SingleSet, "大型科研仪器", ["ownNumber", "name", "classCode", "originalValue", "bookedOn", "model", "area", "street", "contact", "declaredName"], ["仪器编号", "安放地址-省", "安放地址-市"], FilledTemplate.Equipment),
        new("device.xls", ResourceKind.LargeFacility, "重大科研基础设施清单", ["ownNumber", "name", "originalValue", "acceptedOn", "supportingInstitution"], ["安放地址-省", "安放地址-市"], n => FilledTemplate.Of("device.xls", ResourceKind.LargeFacility, n, "重大科研基础设施清单",
            ("所属单位科学装置编号", i => $"D{i}"), ("装置名称", i => $"晋中演示装置 {i}"), ("建设经费", _ => 5200.5), ("验收通过日期", _ => "2016-10"), ("建设情况", _ => "1"), ("设施类别", _ => "2"))),
        new("center.xls", ResourceKind.InstrumentCentre, "科学仪器中心清单", ["ownNumber", "name", "instrumentCount", "originalValue", "bookedOn", "area", "bookingUrl"], ["中心编号", "安放地址-省份", "安放地址-城市"], n => FilledTemplate.Of("center.xls", ResourceKind.InstrumentCentre, n, null,
            ("所在单位中心编号", i => $"C{i}"), ("仪器中心名称", i => $"演示分析测试中心 {i}"), ("大型科研仪器数量", _ => 12), ("仪器总原值", _ => 2310.25), ("成立日期", _ => "2013.3"))),
        new("unit.xls", ResourceKind.ServiceUnit, "unit", ["ownNumber", "name", "category", "condition", "area", "bookedOn"], ["安放地址-省", "安放地址-市", "审核状态"], n => FilledTemplate.Of("unit.xls", ResourceKind.ServiceUnit, n, null,
            ("所在单位仪器编号", i => $"U{i}"), ("服务单元名称", i => $"演示电镜服务单元 {i}"), ("服务单元类别", _ => "通用"), ("成立日期", _ => "20160330"), ("运行状态", _ => "正常"))),
        new("specializationFile.xls", ResourceKind.SingleSet, "资产明细", ["ownNumber", "assetClass", "name", "model", "originalValue", "bookedOn", "department", "manufacturer"], ["备注"], n => FilledTemplate.Of("specializationFile.xls", ResourceKind.SingleSet, n, null,
            ("资产编号", i => $"Z{i}"), ("资产名称", i => $"演示质谱仪 {i}"), ("规格型号", _ => "Q1"), ("价值", _ => 136.5))),
        new("intensityFile.xls", ResourceKind.SingleSet, "Sheet1", ["name", "originalValue"], ["凭证编号", "付款单位", "经办人"], n => FilledTemplate.Of("intensityFile.xls", ResourceKind.SingleSet, n, null,
            ("设备名称", i => $"演示光谱仪 {i}"), ("金额", _ => 300000), ("凭证编号", i => $"记-{i}"), ("付款单位", _ => "演示公司"))),
    ];

    public static TheoryData<string, string> Everywhere() => new(
        from database in Site.Server is null ? ["sqlite"] : new[] { "sqlite", "postgres" } from form in Forms select (form.Name, database));

    [Theory, MemberData(nameof(Everywhere))]
    public async Task A_national_form_comes_in_as_it_is(string name, string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var form = Array.Find(Forms, f => f.Name == name)!;
        using var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        var import = await site.CheckAsync(unit, form.Fill(3), name);
        var headings = (await site.UseAsync(async s => await s.GetRequiredService<ImportDesk>().LookAsync(import))).Header.Columns;
        var mapping = import.ReadMapping();
        Assert.Equal((form.Kind, form.Sheet), (import.ResourceKind, import.SheetName));
        Assert.Empty(form.Mapped.Except(mapping.Columns.Select(c => c.Field)));
        Assert.Empty(headings.Where(h => mapping.Of(h.Index) is not null && form.Left.Any(l => HeaderText.Normalise(h.Label) == HeaderText.Normalise(l))).Select(h => h.Label));
        Assert.False(mapping.Has(ImportColumns.OrganisationName) && name != "unit.xls", "a column was taken for the organisation");
        var rows = await site.RowsAsync(import);
        Assert.True(import.Counts.Applicable == 3, string.Join("\n", rows.Select(r => $"{r.RowNumber} {r.Outcome} {r.Messages}")));

        var report = await own.GetByteArrayAsync($"/unit/imports/{import.Reference}?handler=Report");
        using (var file = SheetFile.Open(new MemoryStream(report), "report.xlsx"))
        {
            Assert.Contains(SheetTable.Find(file, ImportColumns.Lexicon(form.Kind)).Header.Columns, c => c.Label == "导入结果");
        }

        import = await site.MoveAsync(import, Import.Lifecycle.Apply);
        Assert.Equal(ImportState.Applied, import.State);
        var filings = await site.QueryAsync(db => db.Filings.AsNoTracking().OrderBy(f => f.Id).ToListAsync());
        Assert.Equal(Enumerable.Repeat(form.Kind, 3), filings.Select(f => f.ResourceKind));
        Assert.All(filings, f => Assert.Contains("演示", f.Name + f.Particulars()[Fields.Contact] + "演示", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync($"/unit/filings/{filings[0].Reference}")).StatusCode);

        var again = await site.CheckAsync(unit, form.Fill(3), name);
        Assert.Equal((3, 0), (again.Counts.Unchanged, again.Counts.Applicable));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_summary_of_income_is_said_to_be_no_list_of_instruments(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();

        var import = await site.CheckAsync(unit, Forms[^1].Fill(1), "intensityFile.xls");

        Assert.Contains(import.ReadNotes(), n => n.Code == "income");
    }
}
