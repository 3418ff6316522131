using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>One filing of the unit: the form while it is a draft or was returned, the reading page afterwards.</summary>
[For(Role.UnitAdministrator)]
public sealed class FormModel(Db db, Actor actor, Drafts drafts, FilingMoves moves, Inspector inspector, Codebook codebook, CityPack pack, TimeProvider clock)
    : FilingPage(db, actor)
{
    public FilingForm Form { get; private set; } = null!;

    public IReadOnlyList<TimelineEntry> History { get; private set; } = [];

    /// <summary>For an exit: what was typed.</summary>
    public ExitForm Exit { get; private set; } = new("", "", "");

    public string? InstrumentReference { get; private set; }

    public FilingClock? Clock { get; private set; }

    public EligibilityVerdict? Verdict { get; private set; }

    /// <summary>How many empty lines the tariff offers for the next entries.</summary>
    public int BlankLines { get; private set; } = 2;

    /// <summary>The moves this person may make now, in the order of the lifecycle.</summary>
    public IEnumerable<Lifecycle<Filing, FilingState>.Move> Offered => Filing.Lifecycle.OfferedTo(Actor, Filing);

    public async Task OnGetAsync(bool check, CancellationToken stop) => await LayOutAsync(TypedFiling.Of(Filing.Particulars()), stop, tellsMissing: check);

    public async Task<IActionResult> OnPostSaveAsync(Guid version, CancellationToken stop)
    {
        if (!await KeepAsync(version, stop))
        {
            return Page();
        }

        TempData["Ok"] = T("drafting.saved", Filing.Completeness);
        return Redirect(Own(Reference));
    }

    /// <summary>Saving in the background; answers in JSON what the page says about it.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(Guid version, CancellationToken stop)
    {
        var kept = await KeepAsync(version, stop);
        Response.StatusCode = kept ? StatusCodes.Status200OK : Response.StatusCode;
        var messages = ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage);
        return new JsonResult(kept
            ? new { version = Filing.Version, message = T("drafting.autosaved", CityTime.Show(clock.GetUtcNow())[11..]), completeness = Filing.Completeness }
            : new { message = T("drafting.not-saved", string.Join(" ", messages)) });
    }

    /// <summary>More room in the tariff, without losing what was typed.</summary>
    public async Task<IActionResult> OnPostLinesAsync(Guid version, CancellationToken stop)
    {
        if (await KeepAsync(version, stop))
        {
            await LayOutAsync(TypedFiling.Of(Filing.Particulars()), stop);
        }

        BlankLines = 6;
        return Page();
    }

    /// <summary>Saves, then goes to look a code up.</summary>
    public async Task<IActionResult> OnPostPickAsync(Guid version, string field, CancellationToken stop) =>
        await KeepAsync(version, stop) ? Redirect($"{Own(Reference)}/code/{Uri.EscapeDataString(field)}") : Page();

    /// <summary>Saves, then goes to the papers and pictures.</summary>
    public async Task<IActionResult> OnPostFilesAsync(Guid version, CancellationToken stop) =>
        await KeepAsync(version, stop) ? Redirect($"{Own(Reference)}/files") : Page();

    /// <summary>Saves an exit, and goes on to its papers or submits it.</summary>
    public async Task<IActionResult> OnPostExitAsync(Guid version, string? next, CancellationToken stop)
    {
        if (!await KeepExitAsync(version, stop))
        {
            return Page();
        }

        if (next == "submit")
        {
            return await OnPostMoveAsync(Filing.Lifecycle.Submit.Name, version, stop);
        }

        TempData["Ok"] = next is null ? T("drafting.exit-saved") : null;
        return Redirect(next == "files" ? Own(Reference) + "/files" : Own(Reference));
    }

    /// <summary>Any move of the lifecycle; what was typed is saved first, whatever becomes of the move.</summary>
    public async Task<IActionResult> OnPostMoveAsync(string move, Guid version, CancellationToken stop)
    {
        if (Filing.Lifecycle.Find(move) is not { } declared)
        {
            return NotFound();
        }

        if (Filing.IsEditable && Request.Form.ContainsKey("tariff") && !await KeepAsync(version, stop))
        {
            return Page();
        }

        try
        {
            await moves.MakeAsync(declared, Filing, new Nothing(), Actor, stop);
        }
        catch (RefusedException refused)
        {
            await Db.Entry(Filing).ReloadAsync(stop);
            Tell(refused.Refusal);
            await LayOutAsync(TypedFiling.Of(Filing.Particulars()), stop, tellsMissing: true);
            return Page();
        }

        TempData["Ok"] = T("drafting.moved", Filing.Reference, T(Filing.State));
        return Redirect(Filing.State == FilingState.Discarded ? "~/unit/filings" : Own(Reference));
    }

    /// <summary>Saves what was typed; where it cannot be saved, lays the page out with it and with the reason.</summary>
    private async Task<bool> KeepAsync(Guid version, CancellationToken stop)
    {
        var typed = TypedFiling.Read(Request.Form, Filing.ResourceKind, Filing.Particulars(), codebook);
        foreach (var problem in typed.Problems)
        {
            ModelState.AddModelError(problem.Field, problem.Sentence);
        }

        if (typed.Problems.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await LayOutAsync(typed, stop);
            return false;
        }

        try
        {
            await drafts.SaveAsync(Filing, typed.Particulars, version, Actor, stop);
            return true;
        }
        catch (RefusedException refused)
        {
            Tell(refused.Refusal);
            await Db.Entry(Filing).ReloadAsync(stop);
            await LayOutAsync(typed, stop, refused.Refusal.Code == "changed-meanwhile" ? Filing.Particulars() : null);
            return false;
        }
    }

    private async Task<bool> KeepExitAsync(Guid version, CancellationToken stop)
    {
        Exit = ExitForm.Read(Request.Form);
        foreach (var problem in Exit.Problems(clock.Today()))
        {
            ModelState.AddModelError(problem.Field, problem.Sentence);
        }

        try
        {
            if (ModelState.IsValid)
            {
                await drafts.SaveExitAsync(Filing, Exit.ReadCause()!.Value, Exit.ReadDay()!.Value, Exit.Note, version, Actor, stop);
                return true;
            }

            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        catch (RefusedException refused)
        {
            Tell(refused.Refusal);
            await Db.Entry(Filing).ReloadAsync(stop);
        }

        await LayOutAsync(TypedFiling.Of(Filing.Particulars()), stop);
        return false;
    }

    private async Task LayOutAsync(TypedFiling typed, CancellationToken stop, Particulars? theirs = null, bool tellsMissing = false)
    {
        var instrument = Filing.InstrumentId is null ? null : await Db.Instruments.AsNoTracking()
            .Where(i => i.Id == Filing.InstrumentId).Select(i => new { i.Reference, Now = i.Versions.First(v => v.Until == null).Content }).SingleAsync(stop);
        InstrumentReference = instrument?.Reference;
        Form = new(Filing, typed, inspector.Inspect(Filing.ResourceKind, typed.Particulars), codebook)
        {
            Ledger = Filing.Kind == FilingKind.Change && Filing.IsOpen ? Particulars.Parse(instrument!.Now) : null,
            Theirs = theirs,
            TellsMissing = tellsMissing,
        };
        Exit = Exit is { Cause: "", On: "", Note: "" } ? ExitForm.Of(Filing) : Exit;
        History = await FilingHistory.OfAsync(Db, Filing, stop);
        Clock = FilingClock.Of(Filing, pack, clock.Today());
        Verdict = Form.Particulars.MoneyOf(Fields.OriginalValue) is null || Form.Particulars[Fields.Funds] == "" ? null : Eligibility.Judge(Filing.ResourceKind, Form.Particulars, pack, pack.RulesAt(clock.Today()));
    }
}
