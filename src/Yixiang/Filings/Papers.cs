using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>A file on its way in.</summary>
/// <param name="Name">As the person called it.</param>
public sealed record IncomingPaper(AttachmentKind Kind, string? Caption, string Name, Stream Content);

/// <summary>Papers and pictures of a filing: taken in as a stream, known by their content, given back to those who may see the filing.</summary>
public sealed class Papers(Db db, Intake intake, CityPack pack, TimeProvider clock)
{
    private UploadLimits Limits => pack.Settings.Uploads;

    /// <summary>Keeps a file and puts it to the filing.</summary>
    /// <exception cref="RefusedException">Too large, too many, empty, not one of the allowed types, not what its name says, or the filing is no draft.</exception>
    public Task AddAsync(Filing filing, IncomingPaper paper, Actor actor, CancellationToken stop)
    {
        DemandRoom(filing, paper.Kind);
        return TakeAsync(paper, actor, file => AddAsync(filing, paper, file, actor, stop), stop);
    }

    /// <summary>Takes a file in; what becomes of it, the caller says.</summary>
    internal Task TakeAsync(IncomingPaper paper, Actor actor, Func<StoredFile, Task> add, CancellationToken stop) =>
        intake.TakeAsync(paper.Name, paper.Content, LimitsOf(paper.Kind), new(actor, clock.GetUtcNow()), add, stop);

    internal async Task AddAsync(Filing filing, IncomingPaper paper, StoredFile file, Actor actor, CancellationToken stop)
    {
        DemandRoom(filing, paper.Kind);
        var act = new Act(actor, clock.GetUtcNow());
        var attachment = new Attachment { Kind = paper.Kind, FileId = 0, Caption = string.IsNullOrWhiteSpace(paper.Caption) ? null : paper.Caption.Trim(), At = act.At };
        filing.Attachments.Add(attachment);
        db.Entry(attachment).Reference(a => a.File).CurrentValue = file;
        db.Record(JournalEntry.Of("filing", filing.Reference, "attach", act, new { paper.Kind, paper.Name, file.Digest }));
        await db.SaveAsync(filing.Reference, stop);
    }

    /// <summary>Takes a file off a draft; its content goes too, unless something else still uses it.</summary>
    /// <returns>False when the filing has no such file.</returns>
    public async Task<bool> RemoveAsync(Filing filing, long id, Actor actor, CancellationToken stop)
    {
        DemandEditable(filing);
        if (filing.Attachments.Find(a => a.Id == id) is not { } attachment)
        {
            return false;
        }

        var digest = attachment.File.Digest;
        db.Remove(attachment);
        db.Remove(attachment.File);
        db.Record(JournalEntry.Of("filing", filing.Reference, "detach", new(actor, clock.GetUtcNow()), digest));
        await db.SaveAsync(filing.Reference, stop);
        await intake.ForgetAsync(digest, stop);
        return true;
    }

    private IntakeLimits LimitsOf(AttachmentKind kind) =>
        kind == AttachmentKind.Picture ? new(Limits.Pictures, Limits.PictureBytes) : new(Limits.Attachments, Limits.AttachmentBytes);

    internal void DemandRoom(Filing filing, AttachmentKind kind)
    {
        DemandEditable(filing);
        var pictures = filing.Attachments.Count(a => a.Kind == AttachmentKind.Picture);
        if (kind == AttachmentKind.Picture && pictures >= Limits.PicturesPerInstrument)
        {
            throw Refused(RefusalKind.WrongInput, "too-many-pictures", Limits.PicturesPerInstrument);
        }

        if (kind != AttachmentKind.Picture && filing.Attachments.Count - pictures >= Limits.AttachmentsPerFiling)
        {
            throw Refused(RefusalKind.WrongInput, "too-many-files", Limits.AttachmentsPerFiling);
        }
    }

    private static void DemandEditable(Filing filing)
    {
        if (!filing.IsEditable)
        {
            throw Refused(RefusalKind.WrongState, "filing-not-editable", filing.Reference, Texts.T(filing.State));
        }
    }

    private static RefusedException Refused(RefusalKind kind, string code, params object?[] args) => new(new(kind, code, args));
}
