using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Notices;

public static class NoticeParts
{
    public static IServiceCollection AddNotices(this IServiceCollection services)
    {
        foreach (var guard in NoticeTables.Guards)
        {
            services.AddSingleton(guard);
        }

        services.Configure<RouteOptions>(routes => routes.ConstraintMap["section"] = typeof(SectionConstraint));
        return services.AddScoped<NoticeDrafts>().AddScoped<NoticeMoves>().AddScoped<NoticeReading>().AddScoped<ICarrier, AppearanceCarrier>().AddScoped<ITraces, NoticeTraces>();
    }

    public static void MapNotices(this IEndpointRouteBuilder app)
    {
        app.MapNoticeFiles();
        app.MapNoticeAtom();
        app.MapEventCalendar();
        app.MapNoticeSheets();
        app.MapNoticesApi();
    }
}
