using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>What may be taken in.</summary>
/// <param name="Endings">Allowed types, without the dot.</param>
/// <param name="MostBytes">A longer content is refused.</param>
public sealed record IntakeLimits(IReadOnlyList<string> Endings, long MostBytes);

/// <summary>Takes files in: as a stream, known by their content, and forgotten again when what they belong to cannot be saved.</summary>
public sealed class Intake(Db db, FileStore store)
{
    /// <param name="given">Its name as the person called it.</param>
    /// <param name="save">Puts the file where it belongs and saves; or does not, when the same request was answered before.</param>
    /// <exception cref="RefusedException">Too large, empty, not one of the allowed types, or not what its name says.</exception>
    public async Task TakeAsync(string given, Stream content, IntakeLimits limits, Act act, Func<StoredFile, Task> save, CancellationToken stop)
    {
        var name = FileName.Of(given);
        var (digest, size) = await store.KeepAsync(content, limits.MostBytes, stop);
        try
        {
            var type = Judge(name, digest, limits.Endings);
            var file = new StoredFile { Digest = digest, Name = name, ContentType = type.ContentType, Size = size, StoredAt = act.At, AccountId = act.Actor.AccountId };
            await save(file);
            if (file.Id == 0)
            {
                await ForgetAsync(digest, stop);
            }
        }
        catch
        {
            await ForgetAsync(digest, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Erases a content that nothing uses any more.</summary>
    public async Task ForgetAsync(string digest, CancellationToken stop)
    {
        if (!await db.Set<StoredFile>().AsNoTracking().AnyAsync(f => f.Digest == digest, stop))
        {
            store.Erase(digest);
        }
    }

    private PaperType Judge(string name, string digest, IReadOnlyList<string> endings)
    {
        using var content = store.Open(digest);
        var type = PaperType.Of(content, name);
        if (type is null || !endings.Contains(type.Ending))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "file-type", name, string.Join(Texts.T("list.and"), endings)));
        }

        return type.Fits(name) ? type : throw new RefusedException(new(RefusalKind.WrongInput, "file-name-lies", name, type.Ending));
    }
}
