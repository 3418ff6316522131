using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Organisations;

/// <summary>How a unit keeps its documents: hands one in, puts a newer one in its place, takes one back.</summary>
public sealed class Documents(Db db, Intake intake, CityPack pack, TimeProvider clock)
{
    public IntakeLimits Limits => new(pack.Settings.Uploads.Attachments, pack.Settings.Uploads.AttachmentBytes);

    /// <param name="fileName">As the person called it.</param>
    /// <exception cref="RefusedException">The file cannot be taken, or the older version is not current.</exception>
    public async Task<Document> AddAsync(long organisation, DocumentInput input, string fileName, Stream content, Actor actor, CancellationToken stop)
    {
        Document? added = null;
        await TakeAsync(fileName, content, actor, async file => added = await AddAsync(organisation, input, file, actor, stop), stop);
        return added!;
    }

    /// <summary>Takes a file in; what becomes of it, the caller says.</summary>
    /// <exception cref="RefusedException">It cannot be taken.</exception>
    internal Task TakeAsync(string fileName, Stream content, Actor actor, Func<StoredFile, Task> add, CancellationToken stop) =>
        intake.TakeAsync(fileName, content, Limits, new(actor, clock.GetUtcNow()), add, stop);

    /// <exception cref="RefusedException">The older version is not there, or not current.</exception>
    internal async Task<Document> AddAsync(long organisation, DocumentInput input, StoredFile file, Actor actor, CancellationToken stop)
    {
        var act = new Act(actor, clock.GetUtcNow());
        var older = input.Replaces is null ? null : await FindAsync(organisation, input.Replaces, stop)
            ?? throw new RefusedException(new(RefusalKind.WrongInput, "document-not-there", input.Replaces));
        var document = new Document
        {
            Reference = await db.NextReferenceAsync("D", act.At, stop),
            OrganisationId = organisation,
            KindCode = input.Kind,
            Title = input.Title,
            IssuedOn = input.IssuedOn,
            ValidUntil = input.ValidUntil,
            IsPublic = input.IsPublic,
            AddedAt = act.At,
            Replaces = older?.Reference,
        };
        if (older is not null)
        {
            db.Record(Document.Lifecycle.Replace.Fire(act, older, new()));
        }

        db.Documents.Add(document);
        db.Entry(document).Reference(d => d.File).CurrentValue = file;
        db.Record(JournalEntry.Of("document", document.Reference, "add", act, new { input, file.Digest }, null, nameof(DocumentState.Current)));
        await db.SaveAsync(document.Reference, stop);
        return document;
    }

    /// <returns>False when the organisation has no such document.</returns>
    public async Task<bool> WithdrawAsync(long organisation, string reference, Actor actor, CancellationToken stop)
    {
        if (await FindAsync(organisation, reference, stop) is not { } document)
        {
            return false;
        }

        await db.MoveAsync(Document.Lifecycle.Withdraw, document, new Nothing(), actor, clock.GetUtcNow(), stop);
        return true;
    }

    private Task<Document?> FindAsync(long organisation, string reference, CancellationToken stop) =>
        db.Documents.SingleOrDefaultAsync(d => d.OrganisationId == organisation && d.Reference == reference, stop);
}

public static class DocumentSight
{
    /// <summary>A unit sees its own, a county those of its area, the bureau all; everybody else what is public, current, and of a verified organisation.</summary>
    public static IQueryable<Document> VisibleTo(this IQueryable<Document> documents, Actor actor) => actor.Role switch
    {
        Role.BureauOfficer => documents,
        Role.CountyOfficer => documents.Where(d => d.Organisation.AreaCode == actor.AreaCode || (d.IsPublic && d.State == DocumentState.Current && d.Organisation.State == OrganisationState.Verified)),
        Role.UnitAdministrator or Role.Technician => documents.Where(d => d.OrganisationId == actor.OrganisationId || (d.IsPublic && d.State == DocumentState.Current && d.Organisation.State == OrganisationState.Verified)),
        Role.Visitor or Role.User or Role.Expert or Role.Auditor or Role.SystemAdministrator or Role.SecurityAdministrator => documents.Public(),
    };

    public static IQueryable<Document> Public(this IQueryable<Document> documents) =>
        documents.Where(d => d.IsPublic && d.State == DocumentState.Current && d.Organisation.State == OrganisationState.Verified);

    /// <summary>With their files, current ones first, newest first.</summary>
    public static IQueryable<Document> Listed(this IQueryable<Document> documents) =>
        documents.Include(d => d.File).OrderBy(d => d.State == DocumentState.Current ? 0 : 1).ThenBy(d => d.KindCode).ThenByDescending(d => d.Id);
}

internal static class DocumentFiles
{
    /// <summary>Gives a document to whoever may see it; always to be saved, never shown inside the site.</summary>
    public static void MapDocumentFiles(this IEndpointRouteBuilder app) =>
        app.MapGet("/documents/{reference}", async (string reference, Db db, Actor actor, FileStore store, CancellationToken stop) =>
        {
            var file = await db.Documents.AsNoTracking().VisibleTo(actor).Where(d => d.Reference == reference).Select(d => d.File).SingleOrDefaultAsync(stop);
            return file is null || !store.Has(file.Digest)
                ? Results.NotFound()
                : Results.File(store.Open(file.Digest), file.ContentType, file.Name, file.StoredAt, new($"\"{file.Digest}\""), enableRangeProcessing: true);
        }).Public().ExcludeFromDescription();
}
