using Yixiang.Kernel;

namespace Yixiang.Filings;

internal static class ImportParts
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<CellReaders>().AddScoped<ImportDesk>().AddScoped<ImportRun>().AddScoped<ImportReport>()
        .AddScoped<ICarrier, ImportCarrier>().AddSingleton<IListener, ImportListener>();
}
