using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Exchange;

public static class MailParts
{
    /// <summary>Mail: what is owed, how it is written, how it leaves. Settings <c>Mail:*</c>, see <see cref="MailSettings"/>.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton(s => MailSettings.Of(s.GetRequiredService<IConfiguration>(), s.GetRequiredService<CityPack>()));
        services.AddSingleton(s => new MailExit(s.GetRequiredService<MailSettings>() is { IsCaught: false } or { Demo: true }));
        services.AddSingleton<IListener, MailListener>().AddSingleton<Daybook>();
        services.AddScoped<ITraces, MailTraces>();
        services.AddScoped<Letters>().AddScoped<VoiceLetters>().AddScoped<SearchLetters>().AddScoped<DailyFigures>();
        services.AddScoped<ICarrier, PostCarrier>().AddScoped<ICarrier, MailingCarrier>().AddScoped<ICarrier, DailyRound>().AddScoped<ICarrier, MailEraser>();
        return services.AddHostedService(s => s.GetRequiredService<Daybook>());
    }
}
