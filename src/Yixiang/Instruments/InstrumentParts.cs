using Yixiang.Kernel;

namespace Yixiang.Instruments;

public static class InstrumentParts
{
    public static IServiceCollection AddInstruments(this IServiceCollection services) =>
        services.AddSingleton<Codebook>().AddSingleton<Inspector>().AddSingleton<NationalForm>().AddSingleton(InstrumentTables.VersionsStay);
}
