using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>One recommendation: how it stands, by which rules it qualifies, and what the officer may do about it.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class DeskRecommendationModel(Db db, Actor actor, Recommendations recommendations, Qualifying qualifying, CityPack pack) : PageModel
{
    public Recommendation Recommendation { get; private set; } = null!;
    public RecommendationRow Row { get; private set; } = null!;

    /// <summary>As it would be judged today.</summary>
    public Qualification Qualification { get; private set; } = null!;
    public IReadOnlyList<TimelineEntry> History { get; private set; } = [];

    /// <summary>Earlier attempts for the same instrument, newest first.</summary>
    public IReadOnlyList<RecommendationRow> Others { get; private set; } = [];

    /// <summary>What was typed for a move that was refused, by its name.</summary>
    public string Typed { get; private set; } = "";

    public bool IsBureau => actor.Is(Role.BureauOfficer);

    public string Area => pack.AreaName(Recommendation.AreaCode);

    public Crumb[] Crumbs => [new(T("nav.desk"), "/desk"), new(T("province.title"), "/desk/province"), new(Recommendation.Reference)];

    public IReadOnlyList<Lifecycle<Recommendation, RecommendationState>.Move> Moves => [.. RecommendationViews.Moves.Where(m => m.WhyNot(actor, Recommendation) is null)];

    /// <summary>It ended, and nothing else is open for the instrument: it may be proposed again.</summary>
    public bool MayProposeAgain => IsBureau && !Recommendation.IsOpen && !Others.Any(o => o.IsOpen);

    /// <summary>What a field of a move's form shows: what was typed, or what stands in the books.</summary>
    public string Value(string move, string field) => Typed == move ? Request.Form[field].ToString() : move != Recommendation.Lifecycle.Correct.Name ? "" : field switch
    {
        "number" => Recommendation.NumberThere ?? "",
        "address" => Recommendation.AddressThere ?? "",
        "listedOn" => Recommendation.ListedOn is { } day ? CityTime.Show(day) : "",
        _ => "",
    };

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken stop)
    {
        ModelState.Clear();
        return await ShowAsync(reference, stop) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostMoveAsync(string reference, string move, Guid seen, CancellationToken stop)
    {
        ModelState.Clear();
        if (RecommendationViews.Moves.FirstOrDefault(m => m.Name == move) is not { } declared || !await ShowAsync(reference, stop))
        {
            return NotFound();
        }

        Typed = move;
        if (MoveInput.Read(declared.InputType, Request.Form, out var errors) is not { } input)
        {
            foreach (var (field, sentences) in errors)
            {
                ModelState.AddModelError($"{move}-{field}", sentences[0]);
            }

            return Page();
        }

        try
        {
            if (seen != Recommendation.Version)
            {
                throw new RefusedException(new(RefusalKind.Conflict, "changed-meanwhile", reference));
            }

            await recommendations.MakeAsync(declared, Recommendation, input, actor, stop);
            TempData["Ok"] = T("province.moved", reference, T(Recommendation.State));
            return LocalRedirect($"~/desk/province/{reference}");
        }
        catch (RefusedException refused)
        {
            return await RefusedAsync(refused.Refusal, move, stop);
        }
    }

    public async Task<IActionResult> OnPostAgainAsync(string reference, CancellationToken stop)
    {
        ModelState.Clear();
        if (!await ShowAsync(reference, stop))
        {
            return NotFound();
        }

        try
        {
            var outcome = await recommendations.ProposeAsync([Row.Instrument], actor, stop);
            if (outcome.Done is [var done])
            {
                TempData["Ok"] = T("province.proposed", 1);
                return LocalRedirect($"~/desk/province/{done}");
            }

            ModelState.AddModelError("", outcome.LeftOut[0].Why);
            return Page();
        }
        catch (RefusedException refused)
        {
            return await RefusedAsync(refused.Refusal, "", stop);
        }
    }

    private async Task<IActionResult> RefusedAsync(Refusal refusal, string move, CancellationToken stop)
    {
        foreach (var problem in refusal.Fields)
        {
            ModelState.AddModelError($"{move}-{problem.Field}", problem.Sentence);
        }

        ModelState.AddModelError("", refusal.Sentence);
        var reference = Recommendation.Reference;
        db.ChangeTracker.Clear();
        return await ShowAsync(reference, stop) ? Page() : NotFound();
    }

    private async Task<bool> ShowAsync(string reference, CancellationToken stop)
    {
        var mine = db.Recommendations.VisibleTo(actor);
        if (await mine.Include(r => r.Package).SingleOrDefaultAsync(r => r.Reference == reference, stop) is not { } found)
        {
            return false;
        }

        var all = await db.RecommendationRowsOf(mine.AsNoTracking().Where(r => r.InstrumentId == found.InstrumentId).OrderByDescending(r => r.Id).Take(20)).ToListAsync(stop);
        Recommendation = found;
        Row = all.Find(r => r.Reference == reference) ?? await db.RecommendationRowsOf(mine.AsNoTracking().Where(r => r.Id == found.Id)).SingleAsync(stop);
        Others = all.FindAll(r => r.Reference != reference);
        var candidate = (await recommendations.FindAsync([Row.Instrument], stop))[Row.Instrument];
        Qualification = qualifying.Judge(candidate.Instrument, candidate.Version);
        History = await ProvinceHistory.OfAsync(db, found, stop);
        return true;
    }
}
