using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings.Desk;

/// <summary>One filing under review: everything in it, what is wrong with it, what happened to it, and what this officer may do.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class ReviewModel(Db db, Actor actor, FilingMoves moves, DeskActs acts, Inspector inspector, Codebook codebook, CityPack pack, TimeProvider clock) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    public Filing Filing { get; private set; } = null!;
    public Organisation Organisation { get; private set; } = null!;
    public CityPack Pack { get; } = pack;
    public DateOnly Today { get; } = clock.Today();

    /// <summary>The queue from which the officer came, and what stands before and after in it.</summary>
    public Neighbours Neighbours { get; private set; } = Neighbours.None;
    public ReviewSheet Sheet { get; private set; } = null!;
    public EligibilityVerdict Verdict { get; private set; } = null!;
    public ReviewClock Clock { get; private set; } = null!;
    public Instrument? Instrument { get; private set; }
    public IReadOnlyList<Likeness> Likenesses { get; private set; } = [];
    public IReadOnlyList<TimelineEntry> History { get; private set; } = [];
    public IReadOnlyList<TimelineEntry> Remarks { get; private set; } = [];
    public IReadOnlyList<OfficerChoice> Officers { get; private set; } = [];
    public string? AssignedTo { get; private set; }
    public IReadOnlyList<Lifecycle<Filing, FilingState>.Move> Offered { get; private set; } = [];

    /// <summary>What was typed as reasons of a return, kept when the page comes back with an error.</summary>
    public TypedReturn Typed { get; private set; } = TypedReturn.Nothing;
    public string TypedRemark { get; private set; } = "";
    public Exempting TypedExemption { get; private set; } = new("", "");

    public bool MayExempt => DeskActs.WhyNotExempt(Filing, actor) is null;

    public bool MayPurge => actor.Is(Role.BureauOfficer);

    public bool MayRemind => Filing.State == FilingState.Returned;

    public IReadOnlyList<Choice> ExemptionReasons => Pack.RulesAt(Today).ExemptionReasons;

    public string ExemptionReason => Filing.Exemption is { } given ? Pack.RulesAt(Today).ExemptionReasons.FirstOrDefault(r => r.Code == given.ReasonCode)?.Name.ToString() ?? given.ReasonCode : "";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var found = await db.Filings.Include(f => f.ReturnReasons).Include(f => f.Exemption).Include(f => f.Attachments).ThenInclude(a => a.File)
            .VisibleTo(actor).AsSplitQuery().SingleOrDefaultAsync(f => f.Reference == Reference, HttpContext.RequestAborted);
        if (found is null)
        {
            context.Result = NotFound();
            return;
        }

        Filing = found;
        await next();
    }

    public Task OnGetAsync(CancellationToken stop) => ShowAsync(stop);

    public async Task<IActionResult> OnPostMoveAsync(string move, Guid seen, CancellationToken stop)
    {
        if (Filing.Lifecycle.Find(move) is not { } declared)
        {
            return NotFound();
        }

        if (ReadInput(declared) is not { } input)
        {
            return await AgainAsync(StatusCodes.Status400BadRequest, stop);
        }

        Neighbours = await Neighbours.OfAsync(db, actor, Reference, Request.Query, stop);
        try
        {
            if (Filing.Version != seen)
            {
                throw new RefusedException(await db.ChangedSinceAsync(Filing, stop));
            }

            await moves.MakeAsync(declared, Filing, input, actor, stop);
        }
        catch (RefusedException refused)
        {
            return await RefusedAsync(refused.Refusal, stop);
        }

        TempData["Ok"] = T("desk.done", T(declared.Label), Filing.Name, Reference);
        return LocalRedirect(Neighbours.Next is { } next ? $"~/desk/filings/{next}{Request.QueryString.WithoutHandler()}" : $"~/desk/filings{Request.QueryString.WithoutHandler()}");
    }

    public Task<IActionResult> OnPostAssignAsync(string? officer, CancellationToken stop) =>
        DoAsync(() => acts.AssignAsync(Filing, officer == "me" ? actor.AccountId : long.TryParse(officer, out var id) ? id : null, actor, stop), "desk.assigned", stop);

    public Task<IActionResult> OnPostRemindAsync(CancellationToken stop) => DoAsync(() => acts.RemindAsync(Filing, actor, stop), "desk.reminded", stop);

    public async Task<IActionResult> OnPostRemarkAsync(string? remark, CancellationToken stop)
    {
        var typed = new Remark(TypedRemark = remark ?? "");
        return Check(typed, "remark") ? await DoAsync(() => acts.RemarkAsync(Filing, typed, actor, stop), "desk.remarked", stop) : await AgainAsync(StatusCodes.Status400BadRequest, stop);
    }

    public async Task<IActionResult> OnPostExemptAsync(string? reasonCode, string? exemptionText, CancellationToken stop)
    {
        var typed = TypedExemption = new(reasonCode ?? "", exemptionText ?? "");
        return Check(typed, "exemptionText") ? await DoAsync(() => acts.ExemptAsync(Filing, typed, actor, stop), "desk.exempted", stop) : await AgainAsync(StatusCodes.Status400BadRequest, stop);
    }

    private object? ReadInput(Lifecycle<Filing, FilingState>.Move move)
    {
        if (move != Filing.Lifecycle.Return)
        {
            return new Nothing();
        }

        Typed = TypedReturn.Read(Request.Form);
        foreach (var (key, sentence) in Typed.Problems())
        {
            ModelState.AddModelError(key, sentence);
        }

        return ModelState.ErrorCount == 0 ? Typed.ToInput() : null;
    }

    private bool Check(object input, string field)
    {
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(input, new(input), found, validateAllProperties: true);
        foreach (var error in found)
        {
            ModelState.AddModelError(field, T($"problem.{error.ErrorMessage}"));
        }

        return found.Count == 0;
    }

    private async Task<IActionResult> DoAsync(Func<Task> act, string said, CancellationToken stop)
    {
        try
        {
            await act();
        }
        catch (RefusedException refused)
        {
            return await RefusedAsync(refused.Refusal, stop);
        }

        TempData["Ok"] = T(said, Reference);
        return LocalRedirect($"~/desk/filings/{Reference}{Request.QueryString.WithoutHandler()}");
    }

    /// <summary>Shows the newest state with the reason of the refusal; what was typed stays.</summary>
    private async Task<IActionResult> RefusedAsync(Refusal refusal, CancellationToken stop)
    {
        var told = refusal.Kind == RefusalKind.Conflict ? await db.ChangedSinceAsync(Filing, stop, refusal) : refusal;
        ModelState.AddModelError("", told.Sentence);
        db.ChangeTracker.Clear();
        Filing = await db.Filings.Include(f => f.ReturnReasons).Include(f => f.Exemption).Include(f => f.Attachments).ThenInclude(a => a.File)
            .AsSplitQuery().SingleAsync(f => f.Reference == Reference, stop);
        return await AgainAsync(refusal.Kind.Status(), stop);
    }

    private async Task<IActionResult> AgainAsync(int status, CancellationToken stop)
    {
        await ShowAsync(stop);
        Response.StatusCode = status;
        return Page();
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        Neighbours = await Neighbours.OfAsync(db, actor, Reference, Request.Query, stop);
        Organisation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == Filing.OrganisationId, stop);
        Instrument = Filing.InstrumentId is { } id ? await db.Instruments.AsNoTracking().Include(i => i.Versions).SingleAsync(i => i.Id == id, stop) : null;
        Sheet = ReviewSheet.Of(Filing, Instrument, inspector, codebook);
        Verdict = Filing.Judge(Pack, Filing.RulesVersion is { } version ? Pack.RulesOf(version) : Pack.RulesAt(Today));
        Clock = ReviewClock.Of(Filing, Pack, Today);
        Likenesses = await db.LikenessesOfAsync(Filing, stop);
        (History, Remarks) = await DeskHistory.OfAsync(db, Filing, stop);
        Officers = await db.OfficersFor(Filing.AreaCode).OrderBy(a => a.DisplayName).Select(a => new OfficerChoice(a.Id, a.DisplayName)).ToListAsync(stop);
        AssignedTo = Filing.AssignedTo is { } officer ? await db.NameOfAsync(officer, stop) : null;
        Offered = [.. Filing.Lifecycle.OfferedTo(actor, Filing)];
    }
}
