using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Kernel;
using Yixiang.Ledger.Comparing;
using Yixiang.Ledger.Desk;
using Yixiang.Ledger.Figures;
using Yixiang.Ledger.Search;
using Yixiang.Ledger.Sheet;
using Yixiang.Ledger.Watching;
using Yixiang.Sheets;

namespace Yixiang.Ledger;

public static class LedgerParts
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton(s => Lexicon.Of(s.GetRequiredService<CityPack>())).AddSingleton<LedgerIndex>().AddSingleton<LedgerMark>().AddSingleton<LedgerWords>().AddSingleton<LedgerFeed>().AddHostedService(s => s.GetRequiredService<LedgerFeed>());
        services.AddSingleton<PdfFont>().AddSingleton<ListFiles>().AddSingleton<LedgerSheets>();
        services.AddScoped<LedgerReading>().AddScoped<Dossiers>().AddScoped<BatchReading>().AddScoped<OrganisationReading>().AddScoped<Annex>().AddScoped<InstrumentSheet>();
        services.AddScoped<ComparisonReading>().AddSingleton<FiguresOfNow>().AddScoped<FiguresReading>();
        services.AddScoped<Publication>().AddScoped<Adoption>().AddScoped<BatchDrafts>().AddScoped<BatchMoves>().AddScoped<BatchOfList>().AddScoped<ICarrier, BatchFiller>().AddSingleton<IListener, BatchFillerListener>().AddScoped<ITraces, BatchTraces>().AddSingleton(BatchTraces.PublishedItemsStay);
        services.AddScoped<SavedSearches>().AddScoped<IOfPerson>(s => s.GetRequiredService<SavedSearches>()).AddScoped<Watch>();
        return services.AddLedgerCache();
    }

    public static void MapLedger(this IEndpointRouteBuilder app)
    {
        app.MapLedgerFiles();
        app.MapComparison();
        app.MapFavourites();
        app.MapLedgerAtom();
        app.MapDeskFiles();
        app.MapLedgerApi();
        app.MapDocumentsApi();
        app.MapBatchesApi();
        app.MapBatchOfListApi();
    }
}
