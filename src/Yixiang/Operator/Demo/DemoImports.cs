using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Operator;

/// <summary>Two spreadsheets on their way: one whose columns wait to be confirmed, one whose dry run is under way when the demo starts.</summary>
internal sealed class DemoImports(DemoScene scene, ImportDesk desk, TimeProvider clock)
{
    private const string Sheet = "import.csv";

    public void Tell()
    {
        scene.Past.On(scene.Past.DaysAgo(2), stop => BeginAsync("qhsw", "仪器台账（演示）.csv", stop));
        scene.Past.On(scene.Past.DaysAgo(2), async stop => await CheckAsync(await BeginAsync("yzhg", "2026年新增仪器（演示）.csv", stop), "yzhg", stop));
    }

    private async Task<Import> BeginAsync(string unit, string name, CancellationToken stop)
    {
        var actor = scene.People[$"{unit}-admin"];
        await using var sheet = File.OpenRead(Path.Combine(CityPack.Folder, "demo", Sheet));
        return await desk.BeginAsync(sheet, name, actor.OrganisationId, null, actor, stop);
    }

    private Task CheckAsync(Import import, string unit, CancellationToken stop) =>
        scene.Past.Db.MoveAsync(Import.Lifecycle.Check, import, new Nothing(), scene.People[$"{unit}-admin"], clock.GetUtcNow(), stop);
}
