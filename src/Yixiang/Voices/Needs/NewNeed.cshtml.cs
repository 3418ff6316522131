using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>The form by which anybody posts what was searched for and not found, without an account.</summary>
[Public, EnableRateLimiting(VoiceParts.Limit)]
public sealed class NewNeedModel(Needs needs, CityPack pack, TimeProvider clock) : PageModel
{
    public NeedInput Typed { get; private set; } = new(null, null, null, null, null, null, null, false);

    public bool Lured { get; private set; }

    public DateOnly Today => clock.Today();

    public int Days => pack.RulesAt(Today).Voices.NeedWorkingDays;

    public ContactFields Contact => new(Typed.Contact, Typed.Consent, pack.Settings.Voices.ContactDays, IsRequired: true);

    public void OnGet(string? q)
    {
        ModelState.Clear();
        Typed = Typed with { What = q?.Length > Need.LongestWhat ? q[..Need.LongestWhat] : q };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        var form = Request.Form;
        Typed = new(form["what"], form["sample"], form["amount"], form["wantedBy"], form["budget"], form["asker"], form["contact"], form["consent"] == "true");
        if (Lure.Caught(form))
        {
            Lured = true;
            ModelState.AddModelError(Lure.Name, T("problem.voice-lure"));
            return Page();
        }

        try
        {
            var (_, code) = await needs.ReceiveAsync(Typed, stop);
            TempData["Ok"] = T("need.received");
            return Redirect($"{Request.PathBase}/needs/{code}");
        }
        catch (RefusedException refused)
        {
            foreach (var field in refused.Refusal.Fields)
            {
                ModelState.AddModelError(field.Field, field.Sentence);
            }

            return Page();
        }
    }
}
