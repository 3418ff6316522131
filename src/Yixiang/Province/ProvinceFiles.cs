using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province;

/// <summary>Files about the provincial platform: the list as it is narrowed, and what a package holds.</summary>
internal static class ProvinceFiles
{
    public static void MapProvinceFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/desk/province/export/{format:regex(^(xlsx|csv)$)}", List).For(Roles.Officers).ExcludeFromDescription();
        app.MapGet("/unit/province/export/{format:regex(^(xlsx|csv)$)}", List).For(Role.UnitAdministrator).ExcludeFromDescription();
        app.MapGet("/desk/province/packages/{reference}/national.xlsx", PackageAsync).For(Role.BureauOfficer).ExcludeFromDescription();
    }

    private static Download List(string format, HttpRequest request, Db db, Actor actor, CityPack pack, TimeProvider clock, PdfFont font)
    {
        var rows = db.RecommendationRowsOf(RecommendationAsk.Read(new(request.Query)).Narrow(db, db.Recommendations.AsNoTracking().VisibleTo(actor)));
        var heading = new TableHeading(T("province.title"), T("province.list-of", pack.City.Bureau, CityTime.Show(clock.GetUtcNow())));
        return Download.Of(Sheet(pack), Enum.Parse<SheetFormat>(format, ignoreCase: true), $"{T("province.title")}-{CityTime.Show(clock.Today())}", rows.AsAsyncEnumerable(), heading, font);
    }

    private static Table<RecommendationRow> Sheet(CityPack pack) => new Table<RecommendationRow>("province.sheet")
        .Code("province.reference", r => r.Reference).Code("province.instrument", r => r.Instrument).Text("field.name", r => r.Name, 32).Text("field.model", r => r.Model, 22)
        .Text("province.organisation", r => r.OrganisationName, 30).Text("province.area", r => pack.AreaName(r.AreaCode), 14).Wan("province.value-wan", r => r.OriginalValue)
        .Text("province.state", r => T(r.State), 12).Instant("province.proposed-at", r => r.ProposedAt).Instant("province.sent-at", r => r.SentAt).Code("province.package", r => r.Package)
        .Code("province.number", r => r.Number, 20).Text("province.address", r => r.Address, 40).Date("province.listed-on", r => r.ListedOn).Text("province.why", r => r.Why, 40);

    /// <summary>The sheet of a package, written anew from the versions that were sent; it carries contacts, as the platform demands.</summary>
    private static async Task<IResult> PackageAsync(string reference, Db db, NationalForm form, CancellationToken stop)
    {
        if (await db.ProvincePackages.AsNoTracking().SingleOrDefaultAsync(p => p.Reference == reference, stop) is not { } package)
        {
            return Results.NotFound();
        }

        var sent = from r in db.Recommendations.AsNoTracking()
                   where r.PackageId == package.Id
                   join v in db.InstrumentVersions on r.VersionId equals v.Id
                   join i in db.Instruments on r.InstrumentId equals i.Id
                   orderby r.Id
                   select new { i.Reference, Version = v };
        return new Download($"{T("province.package-file", package.Reference)}.xlsx", Download.ContentType(SheetFormat.Xlsx),
            (stream, cancel) => form.WriteAsync(stream, sent.AsAsyncEnumerable().Select(s => (s.Reference, s.Version)), cancel));
    }
}
