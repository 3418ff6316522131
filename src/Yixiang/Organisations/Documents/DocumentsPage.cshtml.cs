using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Organisations;

/// <summary>The documents of the own unit: hand in, replace, take back. An upload is read as it comes, so its forgery token is checked by this page and not before.</summary>
[For(Role.UnitAdministrator, Role.Technician), StreamedForm, IgnoreAntiforgeryToken, RequestSizeLimit(MostBytes)]
public sealed class DocumentsPageModel(Db db, Actor actor, Documents documents, CodeTables tables, IAntiforgery antiforgery, ListFiles files, TimeProvider clock) : PageModel
{
    private const long MostBytes = 256L * 1024 * 1024;
    private const string Here = "~/unit/organisation/documents";

    /// <summary>Reference of the document that is to be replaced.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Replace { get; set; }

    public IReadOnlyList<Document> Documents { get; private set; } = [];

    public Document? Older { get; private set; }

    public StreamedWords Typed { get; private set; } = new(new Dictionary<string, string>(), 0);

    public CodeTable Kinds => tables["document-kind"];

    public IntakeLimits Limits => documents.Limits;

    public bool MayWrite => actor.Role == Role.UnitAdministrator;

    public DateOnly Today => clock.Today();

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        await ShowAsync(stop);
        if (files.Asked(Request, Sheet(), "document.title", Documents.ToAsyncEnumerable) is { } file)
        {
            return file;
        }

        return Replace is null || Older is not null ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken stop)
    {
        var status = StatusCodes.Status422UnprocessableEntity;
        var said = new Dictionary<string, string>();
        try
        {
            var words = await Request.ReadStreamedFormAsync(antiforgery, (before, name, content) => TakeAsync(said = new(before), name, content, stop), stop);
            if (words is null)
            {
                return new AntiforgeryValidationFailedResult();
            }

            if (words.Files > 0)
            {
                TempData["Ok"] = T("document.added");
                return Redirect(Here);
            }

            said = new(words.Said);
            ModelState.AddModelError("file", T("document.no-file"));
        }
        catch (RefusedException refused)
        {
            status = Tell(refused.Refusal);
        }
        catch (AntiforgeryValidationException)
        {
            return new AntiforgeryValidationFailedResult();
        }
        catch (IOException) when (!stop.IsCancellationRequested)
        {
            ModelState.AddModelError("file", T("document.broke-off"));
            status = StatusCodes.Status400BadRequest;
        }

        return await AgainAsync(said, status, stop);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string reference, CancellationToken stop)
    {
        try
        {
            await antiforgery.ValidateRequestAsync(HttpContext);
            if (!await documents.WithdrawAsync(actor.OrganisationId!.Value, reference, actor, stop))
            {
                return NotFound();
            }
        }
        catch (AntiforgeryValidationException)
        {
            return new AntiforgeryValidationFailedResult();
        }
        catch (RefusedException refused)
        {
            return await AgainAsync([], Tell(refused.Refusal), stop);
        }

        TempData["Ok"] = T("document.withdrawn");
        return Redirect(Here);
    }

    /// <exception cref="RefusedException">Something was typed wrongly, or the file cannot be taken.</exception>
    private Task<Document> TakeAsync(Dictionary<string, string> said, string name, Stream content, CancellationToken stop)
    {
        if (!MayWrite)
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "document-not-yours"));
        }

        return DocumentInput.Read(key => said.GetValueOrDefault(key, ""), tables, Today, out var problems) is { } input
            ? documents.AddAsync(actor.OrganisationId!.Value, input, name, content, actor, stop)
            : throw new RefusedException(new(RefusalKind.WrongInput, "document-input") { Fields = problems });
    }

    private int Tell(Refusal refusal)
    {
        foreach (var field in refusal.Fields)
        {
            ModelState.AddModelError(field.Field, field.Sentence);
        }

        if (refusal.Fields.Count == 0)
        {
            ModelState.AddModelError("", refusal.Sentence);
        }

        return refusal.Fields.Count > 0 ? StatusCodes.Status422UnprocessableEntity : refusal.Kind.Status();
    }

    private async Task<PageResult> AgainAsync(Dictionary<string, string> said, int status, CancellationToken stop)
    {
        Typed = new(said, 0);
        Replace = Typed["replaces"] is { Length: > 0 } older ? older : null;
        await ShowAsync(stop);
        Response.StatusCode = status;
        return Page();
    }

    private Table<Document> Sheet() => new Table<Document>("document.title")
        .Code("document.reference", d => d.Reference).Text("document.kind", d => Kinds.NameOf(d.KindCode)).Text("document.name", d => d.Title, 40).Date("document.issued-on", d => d.IssuedOn)
        .Date("document.valid-until", d => d.ValidUntil).Text("document.state", d => T(d.State), 12).Text("document.public", d => d.IsPublic ? T("document.public") : T("document.internal"), 16)
        .Text("document.file", d => d.File.Name, 30).Code("document.digest", d => d.File.Digest, 66).Instant("document.added-at", d => d.AddedAt);

    private async Task ShowAsync(CancellationToken stop)
    {
        Documents = await db.Documents.AsNoTracking().Where(d => d.OrganisationId == actor.OrganisationId).Listed().ToListAsync(stop);
        Older = Documents.FirstOrDefault(d => d.Reference == Replace && d.State == DocumentState.Current);
    }
}
