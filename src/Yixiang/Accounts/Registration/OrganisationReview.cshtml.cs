using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Accounts;

/// <summary>An officer looks at an organisation and its licence, and verifies, rejects or closes it; invites its first administrator.</summary>
[For(Role.BureauOfficer, Role.CountyOfficer)]
public sealed class OrganisationReviewModel(Db db, Applications applications, Granting granting, Inviting inviting, FileStore store, CityPack pack, CodeTables tables, Actor actor, TimeProvider clock) : GrantsPage(db, granting, actor)
{
    private readonly Db db = db;
    private readonly Actor actor = actor;

    /// <summary>Its number; its credit code leads there too.</summary>
    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string Address { get; set; } = "";

    [BindProperty]
    public InvitationInput Input { get; set; } = new();

    /// <summary>The credit code as typed, where none is known yet.</summary>
    public string? Code { get; set; }

    /// <summary>The reason an officer gave for a decision that could not be made: it stays.</summary>
    public string? TypedFor(string move) => Request.HasFormContentType && Request.Form["move"] == move ? Request.Form["Text"].ToString() : null;

    public CityPack Pack => pack;

    public Organisation Organisation { get; private set; } = null!;

    public StoredFile? Licence { get; private set; }

    public IReadOnlyList<DocumentLine> Documents { get; private set; } = [];

    public IReadOnlyList<GrantRow> Grants { get; private set; } = [];

    public IEnumerable<Lifecycle<Organisation, OrganisationState>.Move> Moves => Organisation.Lifecycle.OfferedTo(actor, Organisation);

    public bool MayInvite => Organisation.State is OrganisationState.Verified or OrganisationState.Unverified && Granting.MayPropose(actor).Contains(Role.UnitAdministrator);

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        ModelState.Clear();
        return !await ShowAsync(stop) ? NotFound() : Address != Organisation.Reference ? RedirectPermanent(Own) : Page();
    }

    public async Task<IActionResult> OnGetFileAsync(long file, CancellationToken stop)
    {
        if (!await ShowAsync(stop) || (Organisation.LicenceFileId != file && !Grants.Any(g => g.Grant.EvidenceFileId == file))
            || await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == file, stop) is not { } stored || !store.Has(stored.Digest))
        {
            return NotFound();
        }

        return File(store.Open(stored.Digest), stored.ContentType, stored.Name);
    }

    public async Task<IActionResult> OnPostDecideAsync(string move, Guid version, CancellationToken stop)
    {
        if (!await ShowAsync(stop) || Organisation.Lifecycle.Find(move) is not { } declared)
        {
            return NotFound();
        }

        ModelState.Clear();
        if (MoveInput.Read(declared.InputType, Request.Form, out var errors) is not { } input)
        {
            ModelState.AddModelError($"{move}-text", errors.Values.First()[0]);
            return Page();
        }

        try
        {
            await DecideAsync(declared, version, input, stop);
        }
        catch (RefusedException refused)
        {
            ModelState.Tell(refused.Refusal);
            return await ShowAsync(stop) ? Page() : NotFound();
        }

        TempData["Ok"] = T("account.organisation-moved", Organisation.Name, T(Organisation.State));
        return Redirect(Own);
    }

    /// <summary>Enters the code that a list left out.</summary>
    public async Task<IActionResult> OnPostIdentifyAsync(string? code, CancellationToken stop)
    {
        if (!await ShowAsync(stop))
        {
            return NotFound();
        }

        ModelState.Clear();
        Code = code;
        try
        {
            await db.IdentifyAsync(Organisation, code, new(actor, clock.GetUtcNow()), stop);
            TempData["Ok"] = T("organisation.identified");
            return Redirect(Own);
        }
        catch (RefusedException refused)
        {
            var (field, sentence) = refused.Refusal.Fields is [var wrong, ..] ? (nameof(Code), wrong.Sentence) : ("", refused.Refusal.Sentence);
            ModelState.AddModelError(field, sentence);
            return Page();
        }
    }

    public async Task<IActionResult> OnPostInviteAsync(CancellationToken stop)
    {
        if (!await ShowAsync(stop))
        {
            return NotFound();
        }

        try
        {
            if (ModelState.IsValid)
            {
                this.HandOver(await inviting.InviteAsync(new(Input.DisplayName, Input.Email), new(Role.UnitAdministrator, Organisation.Id), actor, stop));
                TempData["Ok"] = T("account.proposed-done", Input.DisplayName);
                return Redirect(Own);
            }
        }
        catch (RefusedException refused)
        {
            ModelState.Tell(refused.Refusal);
        }

        return Page();
    }

    private Task DecideAsync(Lifecycle<Organisation, OrganisationState>.Move move, Guid version, object input, CancellationToken stop)
    {
        if (version != Organisation.Version)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "changed-meanwhile", Organisation.Name));
        }

        return move == Organisation.Lifecycle.Verify ? applications.VerifyAsync(Organisation, actor, stop)
            : move == Organisation.Lifecycle.Reject ? applications.RejectAsync(Organisation, (Reason)input, actor, stop)
            : db.MoveAsync(move, Organisation, input, actor, clock.GetUtcNow(), stop);
    }

    private string Own => $"{Request.PathBase}/desk/organisations/{Organisation.Reference}";

    private async Task<bool> ShowAsync(CancellationToken stop)
    {
        if (await db.Organisations.VisibleTo(actor).Named(Address).SingleOrDefaultAsync(stop) is not { } organisation)
        {
            return false;
        }

        Organisation = organisation;
        Licence = organisation.LicenceFileId is { } licence ? await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == licence, stop) : null;
        var documents = await db.Documents.AsNoTracking().Where(d => d.OrganisationId == organisation.Id).Listed().ToListAsync(stop);
        Documents = documents.ConvertAll(d => new DocumentLine(d, tables["document-kind"], clock.Today()));
        Grants = await db.Grants.AsNoTracking().Where(g => g.OrganisationId == organisation.Id && (g.State == GrantState.Proposed || g.State == GrantState.Granted)).OrderBy(g => g.Id).WithNames(db).ToListAsync(stop);
        return true;
    }
}
