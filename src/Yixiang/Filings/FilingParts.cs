namespace Yixiang.Filings;

public static class FilingParts
{
    public static IServiceCollection AddFilings(this IServiceCollection services) =>
        services.AddScoped<FilingMoves>().AddScoped<Drafts>().AddScoped<Papers>().AddImports();

    public static void MapFilings(this IEndpointRouteBuilder app)
    {
        app.MapFilingsApi();
        app.MapPaperFiles();
    }
}
