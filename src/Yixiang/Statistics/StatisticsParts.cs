namespace Yixiang.Statistics;

public static class StatisticsParts
{
    public static IServiceCollection AddStatistics(this IServiceCollection services) =>
        services.AddSingleton<GroupWords>().AddScoped<People>().AddScoped<StatisticsReading>();

    public static void MapStatistics(this IEndpointRouteBuilder app)
    {
        app.MapStatisticsFiles();
        app.MapStatisticsApi();
    }
}
