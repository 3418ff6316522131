using Yixiang.Filings;

namespace Yixiang.Ledger;

public static class LedgerParts
{
    public static IServiceCollection AddLedger(this IServiceCollection services) => services.AddScoped<Publication>().AddScoped<ITraces, BatchTraces>().AddSingleton(BatchTraces.PublishedItemsStay);
}
