using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Sign in as anybody, move the clock. Not there at all where no demo is shown.</summary>
[Public]
public sealed class DemoModel(DemoDoor door, DemoClock clock, TimeProvider time, Db db, Actor actor) : PageModel
{
    /// <summary>How far one press moves the clock.</summary>
    public static readonly int[] Steps = [1, 7, 30];

    /// <summary>Whose work the demo is about comes first.</summary>
    private static readonly Role[] FirstOnes = [Role.BureauOfficer, Role.CountyOfficer, Role.UnitAdministrator, Role.Technician];

    public IReadOnlyList<DemoEntrance> Entrances { get; private set; } = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public int DaysAhead => clock.DaysAhead;

    public static int RoleOrder(Role role) => Array.IndexOf(FirstOnes, role) is >= 0 and var place ? place : FirstOnes.Length + (int)role;

    public async Task OnGetAsync(CancellationToken stop) => Entrances = await door.EntrancesAsync(stop);

    public async Task<IActionResult> OnPostEnterAsync(string person, string? back, CancellationToken stop)
    {
        await door.EnterAsync(person ?? "", stop);
        return Back(back);
    }

    public async Task<IActionResult> OnPostMoveAsync(int days, string? back, CancellationToken stop)
    {
        await clock.MoveOnAsync(db, days, new(actor, time.GetUtcNow()), stop);
        await door.StayAsync(actor, stop);
        TempData["Ok"] = T("demo.moved", CityTime.Show(time.GetUtcNow()));
        return Back(back);
    }

    private LocalRedirectResult Back(string? back) => LocalRedirect(Url.IsLocalUrl(back) ? back : "~/");
}
