using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>Writes down an instrument that stands on the provincial platform already.</summary>
[For(Role.BureauOfficer)]
public sealed class EnterListedModel(Actor actor, Recommendations recommendations) : PageModel
{
    public AlreadyListed Typed { get; private set; } = new(null, null);

    public string ListedOn { get; private set; } = "";

    public Crumb[] Crumbs => [new(T("nav.desk"), "/desk"), new(T("province.title"), "/desk/province"), new(T("province.enter"))];

    public void OnGet(string? instrument)
    {
        ModelState.Clear();
        Typed = new(instrument, null);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        ModelState.Clear();
        (Typed, ListedOn) = (new(Request.Form["instrument"], Request.Form["number"], Request.Form["address"]), Request.Form["listedOn"].ToString());
        if (MoveInput.Read(typeof(AlreadyListed), Request.Form, out var errors) is not AlreadyListed input)
        {
            foreach (var (field, sentences) in errors)
            {
                ModelState.AddModelError(field, sentences[0]);
            }

            return Page();
        }

        try
        {
            var entered = await recommendations.EnterAsync(input.Instrument!.Trim().ToUpperInvariant(), input.Entry, actor, stop);
            TempData["Ok"] = T("province.entered", entered.NumberThere);
            return LocalRedirect($"~/desk/province/{entered.Reference}");
        }
        catch (RefusedException refused)
        {
            foreach (var problem in refused.Refusal.Fields)
            {
                ModelState.AddModelError(problem.Field, problem.Sentence);
            }

            ModelState.AddModelError("", refused.Refusal.Sentence);
            Response.StatusCode = refused.Refusal.Kind.Status();
            return Page();
        }
    }
}
