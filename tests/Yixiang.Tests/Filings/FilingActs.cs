using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Kernel;

namespace Yixiang.Tests.Filings;

internal static class FilingActs
{
    public static Task<FilingState> StateAsync(this Site site, Filing filing) => site.QueryAsync(db => db.Filings.Where(f => f.Id == filing.Id).Select(f => f.State).SingleAsync());

    /// <summary>Moves a filing through the gate, as a page would.</summary>
    public static Task<Filing> MoveAsync(this Site site, Filing filing, string move, Actor actor) => site.UseAsync(async services =>
    {
        var found = await services.GetRequiredService<Db>().Filings.Include(f => f.Exemption).SingleAsync(f => f.Id == filing.Id);
        var declared = Filing.Lifecycle.Find(move)!;
        await services.GetRequiredService<FilingMoves>().MakeAsync(declared, found, declared.InputType == typeof(Return) ? new Return("请核对", null) : new Nothing(), actor);
        return found;
    });
}
