using Yixiang.Ledger.Search;
using Yixiang.Sheets;

namespace Yixiang.Ledger;

public static class LedgerParts
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<LedgerIndex>().AddSingleton<LedgerWords>().AddSingleton<LedgerFeed>().AddHostedService(s => s.GetRequiredService<LedgerFeed>());
        return services.AddSingleton<PdfFont>().AddSingleton<NationalForm>().AddScoped<LedgerReading>().AddScoped<Annex>().AddScoped<Publication>();
    }
}
