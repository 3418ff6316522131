using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using Yixiang.Notices.Text;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>Finds the notice of the address, if this person may work on it, and puts it before a page of the desk or of a unit.</summary>
public abstract class NoticeWorkPage(Db db, Actor actor) : PageModel
{
    protected Db Db { get; } = db;

    public Actor Actor { get; } = actor;

    [BindProperty(SupportsGet = true, Name = "number")]
    public int NoticeNumber { get; set; }

    public Notice Notice { get; private set; } = null!;

    /// <summary>What is being written or waits; else what holds; else what was last.</summary>
    public Edition Edition { get; private set; } = null!;

    /// <summary>Where the lists and pages of this person stand, without the language.</summary>
    public string Home => Actor.Role == Role.BureauOfficer ? "/desk/notices" : "/unit/guides";

    public string Here => $"{Home}/{NoticeNumber}";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await Db.NoticeForAsync(NoticeNumber, Actor, context.HttpContext.RequestAborted) is not { } notice)
        {
            context.Result = NotFound();
            return;
        }

        Notice = notice;
        var visible = notice.Editions.AsQueryable().VisibleTo(Actor).OrderByDescending(e => e.Serial).ToList();
        Edition = visible.Find(e => e.IsOpen) ?? visible.Find(e => e.State == EditionState.Published) ?? visible[0];
        var title = Edition.Wording.Title is { Length: > 0 } given ? given : T("notice.untitled");
        ViewData["Title"] = title;
        ViewData["Crumbs"] = new Crumb[] { new(T(Actor.Role == Role.BureauOfficer ? "notice.desk" : "notice.unit-guides"), Home), new(title) };
        await next();
    }

    /// <summary>Says on the page why it was refused, at its fields where there are some.</summary>
    protected void Tell(Refusal refusal)
    {
        foreach (var field in refusal.Fields)
        {
            ModelState.AddModelError(field.Field, field.Sentence);
        }

        if (refusal.Fields.Count == 0)
        {
            ModelState.AddModelError("", refusal.Sentence);
        }

        Response.StatusCode = refusal.Kind.Status();
    }
}

/// <summary>The editor: what is written, how it will look, its moves.</summary>
public abstract class NoticeEditor(Db db, Actor actor, NoticeDrafts drafts, NoticeMoves moves, CodeTables tables, Lexicon lexicon, TimeProvider clock) : NoticeWorkPage(db, actor)
{
    /// <summary>What the fields show: what was typed, or else what is kept.</summary>
    public IReadOnlyDictionary<string, string> Typed { get; private set; } = new Dictionary<string, string>();

    public bool IsMine => Notice.OrganisationId == Actor.OrganisationId;

    public bool IsEditable => Edition.State == EditionState.Draft && IsMine;

    public bool MayRevise => IsMine && Edition.State == EditionState.Published;

    /// <summary>The moves that a page offers: not those that go along with another.</summary>
    public IEnumerable<Lifecycle<Edition, EditionState>.Move> Offered => Edition.Lifecycle.OfferedTo(Actor, Edition).Where(m => m != Edition.Lifecycle.Replace);

    public IReadOnlyList<Technique> Techniques => lexicon.Techniques;

    public CodeTable Classes => tables.InstrumentClasses;

    public DateTimeOffset Now => clock.GetUtcNow();

    public IEnumerable<Edition> History => Notice.Editions.AsQueryable().VisibleTo(Actor).OrderByDescending(e => e.Serial);

    public string PreviewHtml => RichText.ToHtml(Typed["body"], NoticeAddress.FilesOf(Notice.Number, Edition.Files), "");

    public Task OnGetAsync(CancellationToken stop) => LayOutAsync(null, stop);

    public async Task<IActionResult> OnPostSaveAsync(Guid version, CancellationToken stop)
    {
        if (!await KeepAsync(version, stop))
        {
            return Page();
        }

        TempData["Ok"] = T("notice.saved");
        return Redirect($"~{Here}");
    }

    /// <summary>Saving in the background; answers in JSON what the page says about it.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(Guid version, CancellationToken stop)
    {
        var kept = await KeepAsync(version, stop);
        var messages = ModelState.Values.SelectMany(v => v.Errors).Select(e => e.ErrorMessage);
        return new JsonResult(kept
            ? new { version = Edition.Version, message = T("notice.autosaved", CityTime.Show(clock.GetUtcNow())[11..]) }
            : new { message = T("notice.not-saved", string.Join(" ", messages)) });
    }

    /// <summary>What was typed as it will look, made by the same code as the page.</summary>
    public IActionResult OnPostPreview(string? text) =>
        text is { Length: > Wording.LongestBody } ? BadRequest() : Content(RichText.ToHtml(text ?? "", NoticeAddress.FilesOf(Notice.Number, Edition.Files), ""), "text/html; charset=utf-8");

    /// <summary>Any move of the lifecycle; what was typed is saved first, whatever becomes of the move.</summary>
    public async Task<IActionResult> OnPostMoveAsync(string move, Guid version, CancellationToken stop)
    {
        if (Edition.Lifecycle.Find(move) is not { } declared || declared == Edition.Lifecycle.Replace || declared == Edition.Lifecycle.Appear)
        {
            return NotFound();
        }

        if (IsEditable && Request.Form.ContainsKey("title") && !await KeepAsync(version, stop))
        {
            return Page();
        }

        if (MoveInput.Read(declared.InputType, Request.Form, out var errors) is not { } input)
        {
            foreach (var (field, sentences) in errors)
            {
                ModelState.AddModelError(field, sentences[0]);
            }

            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await LayOutAsync(null, stop);
            return Page();
        }

        try
        {
            await moves.MakeAsync(declared, Edition, input, Actor, stop);
        }
        catch (RefusedException refused)
        {
            Db.ChangeTracker.Clear();
            Tell(refused.Refusal);
            await LayOutAsync(null, stop);
            return Page();
        }

        TempData["Ok"] = T("notice.moved", Edition.Reference, T(Edition.State));
        return Redirect(Edition.State == EditionState.Discarded ? $"~{Home}" : $"~{Here}");
    }

    public Task<IActionResult> OnPostReviseAsync(CancellationToken stop) => DoAsync(() => drafts.ReviseAsync(Notice, Actor, stop), stop);

    public Task<IActionResult> OnPostPinAsync(bool pinned, CancellationToken stop) => DoAsync(() => drafts.PinAsync(Notice, pinned, Actor, stop), stop);

    private async Task<IActionResult> DoAsync(Func<Task> act, CancellationToken stop)
    {
        try
        {
            await act();
            return Redirect($"~{Here}");
        }
        catch (RefusedException refused)
        {
            Tell(refused.Refusal);
            await LayOutAsync(null, stop);
            return Page();
        }
    }

    /// <summary>Saves what was typed; where it cannot be saved, lays the page out with it and with the reason.</summary>
    private async Task<bool> KeepAsync(Guid version, CancellationToken stop)
    {
        var typed = Request.Form.ToDictionary(f => f.Key, f => f.Value.ToString());
        var input = NoticeInput.Read(Notice.Kind, name => typed.GetValueOrDefault(name, ""), tables, lexicon, out var problems);
        try
        {
            if (problems.Count > 0)
            {
                throw new RefusedException(new(RefusalKind.Incomplete, "notice-input") { Fields = problems });
            }

            await drafts.SaveAsync(Edition, input, version, Actor, stop);
            return true;
        }
        catch (RefusedException refused)
        {
            Tell(refused.Refusal);
            await LayOutAsync(typed, stop);
            return false;
        }
    }

    private async Task LayOutAsync(Dictionary<string, string>? typed, CancellationToken stop)
    {
        var (words, span) = (Edition.Wording, Edition.Span);
        var kept = new Dictionary<string, string>
        {
            ["title"] = words.Title,
            ["englishTitle"] = words.EnglishTitle ?? "",
            ["summary"] = words.Summary,
            ["englishSummary"] = words.EnglishSummary ?? "",
            ["body"] = words.Body,
            ["englishBody"] = words.EnglishBody ?? "",
            ["documentNumber"] = words.DocumentNumber ?? "",
            ["issuer"] = words.Issuer ?? "",
            ["place"] = words.Place ?? "",
            ["englishPlace"] = words.EnglishPlace ?? "",
            ["from"] = span.From is { } from ? CityTime.Show(from) : "",
            ["until"] = span.Until is { } until ? CityTime.Show(until) : "",
            ["opens"] = span.Opens?.ToString("HH:mm") ?? "",
            ["closes"] = span.Closes?.ToString("HH:mm") ?? "",
            ["classCode"] = Edition.ClassCode ?? "",
            ["technique"] = Edition.Technique ?? "",
            ["instrument"] = Edition.InstrumentId is { } id ? await Db.Set<Instrument>().Where(i => i.Id == id).Select(i => i.Reference).SingleAsync(stop) : "",
        };
        Typed = kept.ToDictionary(k => k.Key, k => typed?.GetValueOrDefault(k.Key) ?? k.Value);
    }
}
