using Yixiang.Filings.Desk;
using Yixiang.Kernel;

namespace Yixiang.Filings;

public static class FilingParts
{
    public static IServiceCollection AddFilings(this IServiceCollection services)
    {
        foreach (var guard in PurgeTables.Guards)
        {
            services.AddSingleton(guard);
        }

        return services.AddScoped<FilingMoves>().AddScoped<DeskActs>().AddSingleton<Bulk>().AddScoped<Purging>().AddScoped<Drafts>().AddScoped<Papers>().AddScoped<FilingViews>().AddScoped<FilingWriting>().AddScoped<ICarrier, PurgeCarrier>().AddImports();
    }

    public static void MapFilings(this IEndpointRouteBuilder app)
    {
        app.MapFilingsApi();
        app.MapImportsApi();
        app.MapPaperFiles();
        app.MapDeskLists();
    }
}
