using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>The imports of a unit, or the lists of the bureau, and the form to hand in another file.</summary>
public abstract class ImportsPage(Db db, ImportDesk desk, Actor actor, IAntiforgery antiforgery, ListFiles files) : PageModel
{
    internal const int PageSize = 20;

    private static readonly Table<Import> Sheet = new Table<Import>("import.imports")
        .Code("import.reference", i => i.Reference).Text("import.file", i => i.File.Name, 32).Text("import.format", i => T(i.Format), 12).Text("import.state", i => T(i.State), 12)
        .Number("import.rows", i => i.Counts.Rows).Number("import.applicable", i => i.Counts.Applicable).Number("import.rejected", i => i.Counts.Rejected).Text("import.ground", i => i.Ground, 32)
        .Instant("import.uploaded-at", i => i.CreatedAt);

    public Page<Import> Imports { get; private set; } = null!;

    public bool IsBureau => actor.Role == Role.BureauOfficer;

    public string Root => IsBureau ? "/desk/imports" : "/unit/imports";

    public string Title => T(IsBureau ? "import.lists" : "import.imports");

    public Crumb[] Crumbs => [new(T(IsBureau ? "nav.desk" : "nav.unit"), IsBureau ? "/desk" : "/unit"), new(Title)];

    public long LimitMiB => desk.Limits.MaxBytes / UploadLimits.BytesPerMiB;

    /// <summary>What the person typed as ground, kept when the file is refused.</summary>
    public string Ground { get; private set; } = "";

    /// <summary>Whose rows are that name no organisation, as the officer typed it: reference or credit code.</summary>
    public string Owner { get; private set; } = "";

    /// <remarks>The number is read from the address itself: as a parameter, <c>page</c> is the path of this page.</remarks>
    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (files.Asked(Request, Sheet, "import.imports", All.AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        await ShowAsync(stop);
        return Page();
    }

    private IQueryable<Import> All => db.Imports.AsNoTracking().Include(i => i.File).VisibleTo(actor).OrderByDescending(i => i.Id);

    private async Task ShowAsync(CancellationToken stop) =>
        Imports = await All.PageAsync(int.TryParse(Request.Query["page"], out var page) ? page : 1, PageSize, stop);

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        try
        {
            var upload = await UploadedSheet.ReadAsync(Request, desk.Limits.MaxBytes, stop);
            await upload.CheckForgeryAsync(HttpContext, antiforgery);
            (Ground, Owner) = (upload.Fields.GetValueOrDefault("Ground", ""), upload.Fields.GetValueOrDefault("Owner", ""));
            if (upload.FileName == "")
            {
                throw new RefusedException(new(RefusalKind.WrongInput, "import-no-file"));
            }

            var owner = IsBureau ? await desk.OwnerAsync(Owner, stop) : null;
            var import = await desk.BeginAsync(upload.Content, upload.FileName, IsBureau ? null : actor.OrganisationId, IsBureau ? new(Ground) : null, owner, actor, stop);
            return Redirect($"{Request.PathBase}{Root}/{import.Reference}");
        }
        catch (AntiforgeryValidationException)
        {
            return new AntiforgeryValidationFailedResult();
        }
        catch (RefusedException refused)
        {
            await Request.DrainAsync(stop);
            ModelState.AddModelError("", refused.Refusal.Sentence);
            await ShowAsync(stop);
            Response.StatusCode = refused.Refusal.Kind.Status();
            return Page();
        }
    }

    public static Badge BadgeOf(Import import) => new(T(import.State), import.State switch
    {
        ImportState.Uploaded => import.Problem is null ? Tone.Warn : Tone.Error,
        ImportState.Checking or ImportState.Applying => Tone.Info,
        ImportState.Checked => Tone.Accent,
        ImportState.Applied => Tone.Ok,
        ImportState.Cancelled => Tone.Quiet,
    });
}

/// <summary>A unit's imports.</summary>
[For(Role.UnitAdministrator), StreamedForm(CountsBytes = true), IgnoreAntiforgeryToken]
public sealed class UnitImportsModel(Db db, ImportDesk desk, Actor actor, IAntiforgery antiforgery, ListFiles files) : ImportsPage(db, desk, actor, antiforgery, files);

/// <summary>The lists that the bureau loads.</summary>
[For(Role.BureauOfficer), StreamedForm(CountsBytes = true), IgnoreAntiforgeryToken]
public sealed class DeskImportsModel(Db db, ImportDesk desk, Actor actor, IAntiforgery antiforgery, ListFiles files) : ImportsPage(db, desk, actor, antiforgery, files);
