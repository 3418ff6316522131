using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>How the bureau writes its notices and a unit its guides: begin, write, attach; never a word of what was published.</summary>
public sealed class NoticeDrafts(Db db, Intake intake, CityPack pack, TimeProvider clock)
{
    public const int MostFiles = 30;

    /// <summary>Pictures for the text, and papers to download.</summary>
    public IntakeLimits Limits => new([.. pack.Settings.Uploads.Attachments.Concat(pack.Settings.Uploads.Pictures).Distinct()], pack.Settings.Uploads.AttachmentBytes);

    /// <summary>Begins a notice with an empty first draft.</summary>
    /// <exception cref="RefusedException">A unit writes guides only.</exception>
    public async Task<Edition> BeginAsync(NoticeKind kind, Actor actor, CancellationToken stop)
    {
        if (actor.Role != Role.BureauOfficer && kind != NoticeKind.Guide)
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "notice-guides-only"));
        }

        var notice = new Notice { Number = (int)await db.TakeAsync("notice", 1, stop), Kind = kind, OrganisationId = actor.OrganisationId, CreatedAt = clock.GetUtcNow() };
        db.Notices.Add(notice);
        return await OpenAsync(notice, null, actor, stop);
    }

    /// <summary>Begins the next edition with all that the one before says.</summary>
    /// <param name="notice">With its editions and their files.</param>
    /// <exception cref="RefusedException">A draft is open already, or nothing is published any more.</exception>
    public Task<Edition> ReviseAsync(Notice notice, Actor actor, CancellationToken stop)
    {
        DemandOwn(notice, actor);
        if (notice.Editions.Find(e => e.IsOpen) is { } open)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "notice-already-open", open.Reference));
        }

        return notice.Editions.Find(e => e.State == EditionState.Published) is { } now
            ? OpenAsync(notice, now, actor, stop)
            : throw new RefusedException(new(RefusalKind.WrongState, "notice-nothing-published", notice.Reference));
    }

    /// <summary>Writes what was typed. Nothing new to say writes nothing.</summary>
    /// <param name="seen">The version of the draft that the person had before them.</param>
    /// <exception cref="RefusedException">Somebody, or another window, wrote meanwhile; it is no draft any more; or the instrument is not one of the unit's.</exception>
    public async Task SaveAsync(Edition edition, NoticeInput input, Guid seen, Actor actor, CancellationToken stop)
    {
        DemandDraft(edition, actor);
        var binding = new Binding(input.ClassCode, input.Technique, await InstrumentAsync(input.Instrument, actor, stop));
        if (edition.Wording == input.Wording && edition.Span == input.Span && binding == new Binding(edition.ClassCode, edition.Technique, edition.InstrumentId))
        {
            return;
        }

        if (edition.Version != seen)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "changed-meanwhile", edition.Reference));
        }

        var act = new Act(actor, clock.GetUtcNow());
        edition.Write(input.Wording, input.Span, binding, act.At);
        db.Record(JournalEntry.Of("edition", edition.Reference, "write", act, input));
        await db.SaveAsync(edition.Reference, stop);
    }

    /// <param name="name">As the person called it; a second file of that name takes the place of the first.</param>
    /// <exception cref="RefusedException">Too large, empty, not one of the allowed types, not what its name says, or too many.</exception>
    public async Task AttachAsync(Edition edition, string name, Stream content, Actor actor, CancellationToken stop)
    {
        DemandDraft(edition, actor);
        if (edition.Files.Count >= MostFiles && edition.Files.All(f => f.File.Name != name))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "notice-files", MostFiles));
        }

        var act = new Act(actor, clock.GetUtcNow());
        var older = edition.Files.Find(f => f.File.Name == name);
        await intake.TakeAsync(name, content, Limits, act, async file =>
        {
            if (older is not null)
            {
                edition.Files.Remove(older);
                db.EditionFiles.Remove(older);
            }

            edition.Files.Add(new() { File = file });
            edition.Touch(act.At);
            db.Record(JournalEntry.Of("edition", edition.Reference, "attach", act, new { name, file.Digest }));
            await db.SaveAsync(edition.Reference, stop);
        }, stop);
        await ForgetAsync(older, stop);
    }

    /// <returns>False when the draft has no such file.</returns>
    public async Task<bool> DetachAsync(Edition edition, long id, Actor actor, CancellationToken stop)
    {
        DemandDraft(edition, actor);
        if (edition.Files.Find(f => f.Id == id) is not { } file)
        {
            return false;
        }

        var act = new Act(actor, clock.GetUtcNow());
        edition.Files.Remove(file);
        db.EditionFiles.Remove(file);
        edition.Touch(act.At);
        db.Record(JournalEntry.Of("edition", edition.Reference, "detach", act, file.File.Digest));
        await db.SaveAsync(edition.Reference, stop);
        await ForgetAsync(file, stop);
        return true;
    }

    /// <summary>Puts a notice before the others of its list, or back among them.</summary>
    public async Task PinAsync(Notice notice, bool pinned, Actor actor, CancellationToken stop)
    {
        if (actor.Role != Role.BureauOfficer)
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "notice-not-yours", notice.Reference));
        }

        notice.Pin(pinned);
        db.Record(JournalEntry.Of("notice", notice.Reference, pinned ? "pin" : "unpin", new(actor, clock.GetUtcNow())));
        await db.SaveAsync(notice.Reference, stop);
    }

    private async Task<Edition> OpenAsync(Notice notice, Edition? like, Actor actor, CancellationToken stop)
    {
        var act = new Act(actor, clock.GetUtcNow());
        var serial = notice.Editions.Count == 0 ? 1 : notice.Editions.Max(e => e.Serial) + 1;
        var edition = new Edition { Notice = notice, Serial = serial, Reference = $"{notice.Reference}-{serial}", CreatedAt = act.At };
        edition.Write(like?.Wording ?? new(), like?.Span ?? new(), new(like?.ClassCode, like?.Technique, like?.InstrumentId), act.At);
        edition.Files.AddRange(like?.Files.Select(f => new EditionFile { File = f.File }) ?? []);
        db.Editions.Add(edition);
        db.Record(JournalEntry.Of("edition", edition.Reference, "begin", act, null, null, nameof(EditionState.Draft)));
        try
        {
            await db.SaveAsync(edition.Reference, stop);
        }
        catch (DbUpdateException)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "changed-meanwhile", notice.Reference));
        }

        return edition;
    }

    private async Task<long?> InstrumentAsync(string? reference, Actor actor, CancellationToken stop)
    {
        if (reference is null)
        {
            return null;
        }

        var found = await db.Set<Instrument>().Where(i => i.Reference == reference && i.PublishedAt != null && i.ExitedAt == null && (actor.OrganisationId == null || i.OrganisationId == actor.OrganisationId))
            .Select(i => (long?)i.Id).SingleOrDefaultAsync(stop);
        return found ?? throw new RefusedException(new(RefusalKind.WrongInput, "notice-no-instrument", reference) { Fields = [new("instrument", "notice-no-instrument", reference)] });
    }

    /// <summary>A file that no edition holds any more goes; one that an older edition shows stays.</summary>
    private async Task ForgetAsync(EditionFile? file, CancellationToken stop)
    {
        if (file is null || await db.EditionFiles.AnyAsync(f => f.FileId == file.FileId, stop))
        {
            return;
        }

        db.Set<StoredFile>().Remove(file.File);
        db.Record(JournalEntry.Of("file", file.File.Digest[..12], "forget", new(Actor.Product, clock.GetUtcNow())));
        await db.SaveAsync(file.File.Name, stop);
        await intake.ForgetAsync(file.File.Digest, stop);
    }

    private static void DemandOwn(Notice notice, Actor actor)
    {
        if (notice.OrganisationId != actor.OrganisationId || !actor.Is(Role.BureauOfficer, Role.UnitAdministrator))
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "notice-not-yours", notice.Reference));
        }
    }

    private static void DemandDraft(Edition edition, Actor actor)
    {
        DemandOwn(edition.Notice, actor);
        if (edition.State != EditionState.Draft)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "notice-not-draft", edition.Reference, Texts.T(edition.State)));
        }
    }
}
