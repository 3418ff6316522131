using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>A unit or a user organisation registers itself; a listed one is claimed; a known one is asked to let the person join.</summary>
[Public, EnableRateLimiting(AccountParts.Door)]
public sealed class RegisterModel(Db db, Opening opening, MailLinks links, Applications applications, FileStore store, CityPack pack, Actor actor, TimeProvider clock) : PageModel
{
    [BindProperty]
    public RegisterInput Input { get; set; } = new();

    [BindProperty]
    public ApplicantInput Person { get; set; } = new();

    [BindProperty]
    public IFormFile? Licence { get; set; }

    [BindProperty]
    public bool Consent { get; set; }

    public CityPack Pack => pack;

    public bool IsSignedIn => actor.AccountId is not null;

    public void OnGet() => ModelState.Clear();

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        var uscc = Check();
        if (!ModelState.IsValid)
        {
            return Page();
        }

        try
        {
            var outcome = await ApplyAsync(uscc, stop);
            TempData["Ok"] = T($"account.applied-{outcome}");
            return IsSignedIn ? RedirectToPage("/Accounts/Self/MyRoles") : RedirectToPage("/Accounts/Door/SignIn");
        }
        catch (RefusedException refused)
        {
            ModelState.Tell(refused.Refusal, IsOfPerson(refused.Refusal) ? nameof(Person) : nameof(Input));
            return Page();
        }
    }

    private Uscc Check()
    {
        if (IsSignedIn)
        {
            foreach (var key in ModelState.Keys.Where(k => k.StartsWith("Person", StringComparison.Ordinal)).ToList())
            {
                ModelState.Remove(key);
            }
        }
        else if (!Consent)
        {
            ModelState.AddModelError("Consent", T("account.consent-missing"));
        }

        if (!string.IsNullOrWhiteSpace(Input.Uscc) && !Uscc.TryParse(Input.Uscc, out _, out var problem))
        {
            ModelState.AddModelError("Input.Uscc", problem!.Sentence);
        }

        if (!string.IsNullOrEmpty(Input.AreaCode) && pack.Area(Input.AreaCode) is null)
        {
            ModelState.AddModelError("Input.AreaCode", T("problem.value-not-understood"));
        }

        if (Licence is null)
        {
            ModelState.AddModelError("Input.Licence", T("problem.required"));
        }

        return Uscc.TryParse(Input.Uscc, out var code, out _) ? code : default;
    }

    private async Task<ApplicationOutcome> ApplyAsync(Uscc uscc, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var licence = await store.KeepAsync(Licence!, pack.Settings.Uploads.AttachmentBytes, actor, now, stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var applicant = IsSignedIn ? actor with { Role = Role.User } : await OpenAsync(now, stop);
        var outcome = await applications.ApplyAsync(
            new(uscc, Input.Name, Input.Kind, Input.Funding, Input.AreaCode, Input.Address, Input.OfficePhone, Input.As == "unit"), licence, applicant, stop);
        await transaction.CommitAsync(stop);
        return outcome;
    }

    private async Task<Actor> OpenAsync(DateTimeOffset now, CancellationToken stop)
    {
        var language = ReaderIsEnglish ? "en" : "zh-CN";
        var account = await opening.OpenAsync(new(Person.DisplayName, Person.Email, Person.Phone, language), Person.Password, Actor.Visitor, "register", stop);
        db.Consents.Add(new() { AccountId = account.Id, Purpose = Accounts.Consent.ForAccount, NoticeVersion = Accounts.Consent.Current, GivenAt = now });
        var self = new Actor(account.Id, account.DisplayName, Role.User);
        db.Record(JournalEntry.Of("account", $"{account.Id}", "consent", new(self, now)));
        await links.IssueAsync(account, LinkPurpose.EmailConfirmation, self, stop);
        return self;
    }

    private static bool IsOfPerson(Refusal refusal) => refusal.Fields.Any(f => f.Field is "email" or "password");
}
