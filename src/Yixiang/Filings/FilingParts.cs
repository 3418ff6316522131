using Yixiang.Filings.Desk;

namespace Yixiang.Filings;

public static class FilingParts
{
    public static IServiceCollection AddFilings(this IServiceCollection services) =>
        services.AddScoped<FilingMoves>().AddScoped<DeskActs>().AddSingleton<Bulk>();

    public static void MapFilings(this IEndpointRouteBuilder app)
    {
        app.MapFilingsApi();
        app.MapDeskLists();
    }
}
