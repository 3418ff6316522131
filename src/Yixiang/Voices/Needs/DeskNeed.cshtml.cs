using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>One need: what was asked, what the ledger's own search offers for it, what was chosen, and the answer.</summary>
[For(Role.BureauOfficer)]
public sealed class DeskNeedModel(Db db, Actor actor, Needs needs, LedgerIndex index, CityPack pack, TimeProvider clock) : PageModel
{
    private const int Most = 8;

    public Need Need { get; private set; } = null!;

    public IReadOnlyList<LedgerEntry> Matched { get; private set; } = [];

    public IReadOnlyList<Listing> Suggested { get; private set; } = [];

    public IReadOnlyList<TimelineEntry> History { get; private set; } = [];

    /// <summary>What the suggestions were searched by: the asker's words, unless the officer types others.</summary>
    public string Words { get; private set; } = "";

    public string? Contact { get; private set; }

    public (string Move, string Text) Typed { get; private set; } = ("", "");

    public Badge? Clock => Need.SettledAt is not null ? null : pack.WorkingDays.Count(clock.Today(), Need.DueOn) is < 0 and var over
        ? new(T("voice.days-over", -over), Tone.Error) : new(T("voice.days-left", pack.WorkingDays.Count(clock.Today(), Need.DueOn)), Tone.Quiet);

    public IReadOnlyList<Lifecycle<Need, NeedState>.Move> Offered => [.. Need.Lifecycle.OfferedTo(actor, Need)];

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken stop) => await ShowAsync(reference, stop) ? Page() : NotFound();

    public async Task<IActionResult> OnPostMoveAsync(string reference, string move, CancellationToken stop)
    {
        if (Need.Lifecycle.Find(move) is not { } declared || !await ShowAsync(reference, stop))
        {
            return NotFound();
        }

        Typed = (move, Request.Form["text"].ToString());
        if (MoveInput.Read(declared.InputType, Request.Form, out var errors) is not { } input)
        {
            ModelState.AddModelError($"{move}-text", errors.Values.First()[0]);
            return Page();
        }

        try
        {
            await needs.MakeAsync(declared, Need, input, actor, stop);
            TempData["Ok"] = T("report.moved", reference, T(Need.State));
            return LocalRedirect($"~/desk/needs/{reference}");
        }
        catch (RefusedException refused)
        {
            db.ChangeTracker.Clear();
            if (!await ShowAsync(reference, stop))
            {
                return NotFound();
            }

            ModelState.AddModelError("", refused.Refusal.Sentence);
            return Page();
        }
    }

    /// <summary>Shows the contact; that it was looked at is in the journal.</summary>
    public async Task<IActionResult> OnPostContactAsync(string reference, CancellationToken stop)
    {
        if (!await ShowAsync(reference, stop))
        {
            return NotFound();
        }

        Contact = await needs.ReadContactAsync(Need, actor, stop) ?? T("report.contact-gone");
        History = await VoiceHistory.OfAsync(db, Needs.Subject, reference, false, stop, withNames: true);
        return Page();
    }

    private async Task<bool> ShowAsync(string reference, CancellationToken stop)
    {
        ModelState.Clear();
        if (await needs.FindAsync(reference, actor, stop) is not { } need)
        {
            return false;
        }

        Need = need;
        Matched = index.Entries(need.Matches.OrderBy(m => m.Id).Select(m => m.Instrument.Reference));
        Words = Request.Query["q"].ToString().Trim() is { Length: > 0 } typed ? typed : Cut($"{need.What} {need.Sample}".Trim());
        var taken = need.Matches.Select(m => m.Instrument.Reference).ToHashSet();
        Suggested = [.. index.Ask(new(Cut(Words), LedgerQuestion.NoFilters, LedgerOrder.Relevance, 1, Most + taken.Count)).Items.Where(i => !taken.Contains(i.Reference)).Take(Most)];
        History = await VoiceHistory.OfAsync(db, Needs.Subject, reference, false, stop, withNames: true);
        return true;
    }

    private static string Cut(string words) => words.Length > SearchText.LongestQuestion ? words[..SearchText.LongestQuestion] : words;
}
