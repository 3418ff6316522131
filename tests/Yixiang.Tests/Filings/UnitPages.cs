using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Tests.Filings;

/// <summary>What the tests of the unit's pages share.</summary>
internal static class UnitPages
{
    /// <summary>A unit and the browser of its administrator.</summary>
    public static async Task<(Organisation Unit, HttpClient Client)> GivenUnitAsync(this Site site, string name = "晋中市演示检测中心")
    {
        var unit = await site.GivenOrganisationAsync(name);
        return (unit, site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id)));
    }

    public static string Page(this Filing filing) => $"/unit/filings/{filing.Reference}";

    /// <summary>A move by the bureau.</summary>
    public static async Task MoveAsync(this Site site, Filing filing, string move, object input)
    {
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        await site.UseAsync(async services =>
        {
            var fresh = await services.GetRequiredService<Db>().Filings.FindAsync(filing.Id);
            await services.GetRequiredService<FilingMoves>().MakeAsync(Filing.Lifecycle.Find(move)!, fresh!, input, officer);
            return 0;
        });
    }

    /// <summary>Types particulars into the form as a person would.</summary>
    public static void Fill(this PageForm form, Particulars particulars)
    {
        foreach (var (key, text) in particulars.Values)
        {
            form["f." + key] = text;
        }

        foreach (var (line, i) in particulars.Tariff.Select((l, i) => (l, i)))
        {
            form[$"tariff[{i}].item"] = line.Item;
            form[$"tariff[{i}].unit"] = line.Unit;
            form[$"tariff[{i}].internal"] = $"{line.Internal}";
            form[$"tariff[{i}].external"] = $"{line.External}";
            form[$"tariff[{i}].note"] = line.Note ?? "";
        }
    }
}
