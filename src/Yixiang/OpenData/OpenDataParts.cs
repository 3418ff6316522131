namespace Yixiang.OpenData;

public static class OpenDataParts
{
    public static IServiceCollection AddOpenData(this IServiceCollection services) =>
        services.AddSingleton(s => Licence.Of(s.GetRequiredService<IConfiguration>())).AddSingleton<OpenTable>().AddScoped<OaiPmh>().AddPublicCompression();

    public static void MapOpenData(this IEndpointRouteBuilder app)
    {
        app.MapCrawling();
        app.MapDataFiles();
        app.MapFeeds();
        app.MapOpenSearch();
        app.MapRecords();
        OaiPmh.Map(app);
    }
}
