using Microsoft.Extensions.DependencyInjection.Extensions;
using Yixiang.Sheets;

namespace Yixiang.Filings;

public static class FilingParts
{
    public static IServiceCollection AddFilings(this IServiceCollection services)
    {
        services.TryAddSingleton<PdfFont>();
        return services.AddScoped<FilingMoves>().AddScoped<Drafts>().AddScoped<Papers>();
    }

    public static void MapFilings(this IEndpointRouteBuilder app)
    {
        app.MapFilingsApi();
        app.MapPaperFiles();
    }
}
