using Yixiang.Kernel;

namespace Yixiang.Filings;

internal static class ImportParts
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<CellReaders>().AddSingleton<SheetSieve>().AddScoped<ImportDesk>().AddScoped<ImportRun>().AddScoped<ImportReport>()
        .AddScoped<ICarrier, ImportCarrier>().AddScoped<ICarrier, SheetEraser>().AddSingleton<IListener, ImportListener>();
}
