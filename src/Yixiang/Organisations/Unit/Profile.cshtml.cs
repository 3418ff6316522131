using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Organisations;

/// <summary>The unit's own page: what the public reads of it, its host platforms, its licence.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitProfileModel(Db db, Actor actor, CityPack pack, CodeTables tables, FileStore store, TimeProvider clock) : PageModel
{
    public Organisation Organisation { get; private set; } = null!;

    public StoredFile? Licence { get; private set; }

    public IReadOnlyList<DocumentLine> Documents { get; private set; } = [];

    public UnitProfile Input { get; set; } = new();

    public HostPlatformInput Platform { get; set; } = new();

    /// <summary>The credit code as typed, where none is known yet.</summary>
    public string? Code { get; set; }

    public IReadOnlyList<Choice> PlatformKinds => pack.Kinds.HostPlatforms;

    public CodeTable Levels => tables["centre-level"];

    public string AreaName => pack.AreaName(Organisation.AreaCode);

    public async Task OnGetAsync(CancellationToken stop)
    {
        await ShowAsync(stop);
        Input = UnitProfile.Of(Organisation);
    }

    public async Task<IActionResult> OnPostAsync([Bind(Prefix = "Input")] UnitProfile input, Guid version, CancellationToken stop)
    {
        await ShowAsync(stop);
        Input = input;
        if (ModelState.IsValid && version != Organisation.Version)
        {
            ModelState.AddModelError("", T("refusal.changed-meanwhile", Organisation.Name));
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        input.WriteTo(Organisation);
        return await SaveAsync("profile", input, stop);
    }

    public async Task<IActionResult> OnPostAddAsync([Bind(Prefix = "Platform")] HostPlatformInput platform, CancellationToken stop)
    {
        await ShowAsync(stop);
        (Input, Platform) = (UnitProfile.Of(Organisation), platform);
        if (ModelState.IsValid && !platform.IsKnown(pack))
        {
            ModelState.AddModelError("Platform.KindCode", T("problem.required"));
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }

        Organisation.HostPlatforms.Add(new() { Name = platform.Name.Trim(), KindCode = platform.KindCode, LevelCode = platform.LevelCode });
        return await SaveAsync("add-platform", platform, stop);
    }

    /// <summary>Enters the credit code that a list left out.</summary>
    public async Task<IActionResult> OnPostIdentifyAsync(string? code, CancellationToken stop)
    {
        await ShowAsync(stop);
        (Input, Code) = (UnitProfile.Of(Organisation), code);
        try
        {
            await db.IdentifyAsync(Organisation, code, new(actor, clock.GetUtcNow()), stop);
            TempData["Ok"] = T("organisation.identified");
            return Redirect("~/unit/organisation");
        }
        catch (RefusedException refused)
        {
            var (field, sentence) = refused.Refusal.Fields is [var wrong, ..] ? (nameof(Code), wrong.Sentence) : ("", refused.Refusal.Sentence);
            ModelState.AddModelError(field, sentence);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    public async Task<IActionResult> OnPostRemoveAsync(long id, CancellationToken stop)
    {
        await ShowAsync(stop);
        if (Organisation.HostPlatforms.Find(p => p.Id == id) is not { } platform)
        {
            return NotFound();
        }

        db.Remove(platform);
        return await SaveAsync("remove-platform", new { platform.Name }, stop);
    }

    public async Task<IActionResult> OnGetLicenceAsync(CancellationToken stop)
    {
        await ShowAsync(stop);
        return Licence is not null && store.Has(Licence.Digest) ? File(store.Open(Licence.Digest), Licence.ContentType, Licence.Name) : NotFound();
    }

    private async Task<IActionResult> SaveAsync(string what, object input, CancellationToken stop)
    {
        db.Record(JournalEntry.Of("organisation", Organisation.Reference, what, new(actor, clock.GetUtcNow()), input));
        await db.SaveAsync(Organisation.Reference, stop);
        TempData["Ok"] = T("organisation.profile-saved");
        return Redirect("~/unit/organisation");
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        Organisation = await db.Organisations.Include(o => o.HostPlatforms).SingleAsync(o => o.Id == actor.OrganisationId, stop);
        Licence = Organisation.LicenceFileId is { } id ? await db.Set<StoredFile>().AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, stop) : null;
        var documents = await db.Documents.AsNoTracking().Where(d => d.OrganisationId == actor.OrganisationId && d.State == DocumentState.Current).Listed().ToListAsync(stop);
        Documents = documents.ConvertAll(d => new DocumentLine(d, tables["document-kind"], clock.Today()));
    }
}
