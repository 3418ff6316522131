using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Ledger.Desk;
using Yixiang.Ledger.Search;
using Yixiang.Sheets;

namespace Yixiang.Ledger;

public static class LedgerParts
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton(s => Lexicon.Of(s.GetRequiredService<CityPack>())).AddSingleton<LedgerIndex>().AddSingleton<LedgerWords>().AddSingleton<LedgerFeed>().AddHostedService(s => s.GetRequiredService<LedgerFeed>());
        services.AddSingleton<PdfFont>().AddSingleton<LedgerSheets>().AddSingleton<NationalForm>();
        services.AddScoped<LedgerReading>().AddScoped<Dossiers>().AddScoped<BatchReading>().AddScoped<OrganisationReading>().AddScoped<Annex>();
        services.AddScoped<Publication>().AddScoped<Adoption>().AddScoped<BatchDrafts>().AddScoped<BatchMoves>().AddScoped<ITraces, BatchTraces>().AddSingleton(BatchTraces.PublishedItemsStay);
        return services.AddLedgerCache();
    }

    public static void MapLedger(this IEndpointRouteBuilder app)
    {
        app.MapLedgerFiles();
        app.MapLedgerAtom();
        app.MapDeskFiles();
        app.MapLedgerApi();
        app.MapDocumentsApi();
        app.MapBatchesApi();
    }
}
