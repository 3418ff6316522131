using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Province;

public static class ProvinceParts
{
    /// <summary>Which instruments stand on the provincial platform, and how they get there (A7).</summary>
    public static IServiceCollection AddProvince(this IServiceCollection services) =>
        services.AddSingleton<Qualifying>().AddScoped<Recommendations>().AddScoped<ReceiptJudging>().AddScoped<Receipts>().AddScoped<RecommendationViews>()
            .AddSingleton<IListener, ExitedInstruments>().AddScoped<ICarrier, LapseCarrier>().AddScoped<ITraces, ProvinceTraces>();

    public static void MapProvince(this IEndpointRouteBuilder app)
    {
        app.MapProvinceFiles();
        app.MapRecommendationsApi();
    }
}
