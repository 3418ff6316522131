namespace Yixiang.Ledger;

public static class LedgerParts
{
    public static IServiceCollection AddLedger(this IServiceCollection services) => services.AddScoped<Publication>();
}
