using System.Net;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Filings.Imports;

namespace Yixiang.Tests.Ledger;

public sealed class RoundTripTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_national_form_that_left_the_house_changes_nothing_when_it_is_imported_again(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        await site.GivenBatchAsync(
            unit,
            World.Microscope().With(Fields.OriginalValue, "358126.40").With(Fields.Funds, "1,2").With(Fields.HostPlatform, "煤化工省重点实验室").With(Fields.UseRestriction, "conditional")
                .With(Fields.Qualification, "须持上机证").With(Fields.Publications, "论文甲 10.5555/12345678\n专利乙 ZL202300000000.0"),
            World.Microscope("=1+1").With(Fields.Model, "-5 ℃").With(Fields.Area, "140781").With(Fields.CustomsSupervised, "yes")
                .With(Fields.DeclarationNumber, "012345678901234567").With(Fields.DeclarationItem, "01").With(Fields.ReleasedOn, "2026-01-05").With(Fields.DeclaredName, "SEM"));
        using var own = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));

        var exported = await own.GetAsync("/unit/ledger/national.xlsx");
        Assert.Equal(HttpStatusCode.OK, exported.StatusCode);
        var import = await site.CheckAsync(unit, await exported.Content.ReadAsByteArrayAsync(), "大型科研仪器.xlsx");

        Assert.Equal(new ImportCounts { Rows = 2, Unchanged = 2 }, import.Counts);
    }
}
