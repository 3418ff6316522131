using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Ledger.Desk;
using Yixiang.Ledger.Search;
using Yixiang.Sheets;

namespace Yixiang.Ledger;

public static class LedgerParts
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<LedgerIndex>().AddSingleton<LedgerWords>().AddSingleton<LedgerFeed>().AddHostedService(s => s.GetRequiredService<LedgerFeed>());
        services.AddSingleton<PdfFont>().AddSingleton<LedgerSheets>().AddSingleton<NationalForm>();
        services.AddScoped<LedgerReading>().AddScoped<Dossiers>().AddScoped<BatchReading>().AddScoped<OrganisationReading>().AddScoped<Annex>();
        services.AddScoped<Publication>().AddScoped<BatchDrafts>().AddScoped<BatchMoves>();
        services.Configure<RazorPagesOptions>(pages => pages.Conventions.AddPageRoute("/Ledger/AnnexPage", "/batches/{number:int}"));
        return services.AddLedgerCache();
    }

    public static void MapLedger(this IEndpointRouteBuilder app)
    {
        app.MapLedgerFiles();
        app.MapDeskFiles();
        app.MapLedgerApi();
    }
}
