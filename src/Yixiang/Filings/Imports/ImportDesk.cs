using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>The decision document on whose ground a list of the bureau is accepted.</summary>
/// <param name="Number">Its number: 市科函〔2023〕5号.</param>
public sealed record ImportGround(string Number, long? FileId = null);

/// <summary>What people do with imports: hand in a file, say what its columns are.</summary>
public sealed class ImportDesk(Db db, FileStore files, SheetSieve sieve, CityPack pack, TimeProvider clock)
{
    public SheetLimits Limits { get; } = new() { MaxBytes = pack.Settings.Uploads.SheetBytes };

    /// <summary>Keeps a file and proposes which column holds which field.</summary>
    /// <param name="organisation">The unit; null for a list of several, which a person may only hand in with a ground.</param>
    /// <exception cref="RefusedException">The file is too large or cannot be read as a spreadsheet with headings and rows.</exception>
    public Task<Import> BeginAsync(Stream content, string fileName, long? organisation, ImportGround? ground, Actor actor, CancellationToken stop = default) =>
        BeginAsync(content, fileName, organisation, ground, null, actor, stop);

    /// <param name="owner">In a list of several: whose rows are that name no organisation.</param>
    /// <inheritdoc cref="BeginAsync(Stream, string, long?, ImportGround?, Actor, CancellationToken)"/>
    public async Task<Import> BeginAsync(Stream content, string fileName, long? organisation, ImportGround? ground, long? owner, Actor actor, CancellationToken stop = default)
    {
        Demanded(organisation, ground, actor);
        using var coming = await TakeInAsync(content, stop);
        return await BeginAsync(coming, fileName, organisation, ground, owner, actor, stop);
    }

    /// <summary>The unit whose rows are that name none, in a list of the bureau: by reference, credit code or full name; null where nothing is said.</summary>
    /// <exception cref="RefusedException">There is no such organisation, or more than one (<c>import-owner-unknown</c>).</exception>
    public async Task<long?> OwnerAsync(string? named, CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(named))
        {
            return null;
        }

        var text = named.Trim();
        var known = db.Organisations.AsNoTracking().Where(o => o.State != OrganisationState.Rejected);
        var found = await known.Named(text).Concat(known.Where(o => o.Name == text)).Select(o => o.Id).Distinct().OrderBy(id => id).Take(2).ToListAsync(stop);
        return found.Count == 1 ? found[0] : throw new RefusedException(new(RefusalKind.WrongInput, "import-owner-unknown", text));
    }

    /// <summary>Writes a mapping that a person has corrected, and keeps it for the next file with the same headings.</summary>
    /// <param name="sheet">The sheet it speaks of, where another than the present one is meant.</param>
    /// <exception cref="RefusedException">The mapping cannot work, there is no such sheet, or rows are being written.</exception>
    public async Task MapAsync(Import import, ImportMapping mapping, Actor actor, string? sheet = null, CancellationToken stop = default)
    {
        if (import.WhyNot(mapping) is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        var act = new Act(actor, clock.GetUtcNow());
        await using var transaction = await db.JoinTransactionAsync(stop);
        using (var file = Open(import))
        {
            var table = ImportSheets.Find(file, mapping.Kind, sheet ?? import.SheetName);
            _ = table.Samples(1);
            import.Map(mapping, table);
            await SiftAgainAsync(import, file, table, mapping, act, stop);
        }

        db.Record(JournalEntry.Of("import", import.Reference, "map", act, new { import.SheetName, Mapping = mapping }));
        await KeepAsync(import, mapping, act.At, stop);
        await db.SaveAsync(import.Reference, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Opens the file of an import at its table, or at another sheet or as another kind: what the columns hold as far as that can be told, and which sheets there are.</summary>
    /// <param name="kind">Null for the one that stands, or for the likeliest of another sheet.</param>
    /// <param name="sheet">Null for the one that stands.</param>
    /// <exception cref="RefusedException">There is no such sheet, it is hidden, or it holds no table.</exception>
    public async Task<ImportLook> LookAsync(Import import, ResourceKind? kind = null, string? sheet = null, CancellationToken stop = default)
    {
        using var file = Open(import);
        var name = sheet ?? import.SheetName;
        var taken = kind ?? (name == import.SheetName ? import.ResourceKind : ImportSheets.Best(file, name).Kind);
        var table = ImportSheets.Find(file, taken, name);
        var samples = table.Samples(ImportSheets.Samples);
        return new(taken, table, samples, await MappingAsync(import, taken, table, samples, stop), ImportSheets.In(file));
    }

    /// <summary>What stands, where the sheet is the same; what was used for such headings before, or else what they suggest, where it is another.</summary>
    private async Task<ImportMapping> MappingAsync(Import import, ResourceKind kind, SheetTable table, IReadOnlyList<string[]> samples, CancellationToken stop)
    {
        var (standing, proposed) = (import.ReadMapping(), ImportMapping.Propose(kind, table.Header, samples));
        if (table.Sheet.Name == import.SheetName)
        {
            return kind == import.ResourceKind ? standing : standing.As(kind, proposed);
        }

        var signature = table.Header.Signature();
        var saved = await db.SavedMappings.AsNoTracking().Where(m => m.OrganisationId == import.OrganisationId && m.Signature == signature).OrderByDescending(m => m.UsedAt).Select(m => m.Mapping).FirstOrDefaultAsync(stop);
        return saved is not null && ImportMapping.Parse(saved) is var before && before.Kind == kind ? before : proposed;
    }

    private SheetFile Open(Import import) => SheetFile.Open(files.PathOf(import.File.Digest), import.File.Name, Limits);

    internal Task<ComingFile> TakeInAsync(Stream content, CancellationToken stop) => files.TakeInAsync(content, Limits.MaxBytes, stop);

    /// <summary>As <see cref="BeginAsync(Stream, string, long?, ImportGround?, long?, Actor, CancellationToken)"/>, of a file that was taken in already.</summary>
    internal Task<Import> BeginAsync(ComingFile coming, string fileName, long? organisation, ImportGround? ground, long? owner, Actor actor, CancellationToken stop) =>
        BeginAsync(coming, Cut(fileName), organisation, Demanded(organisation, ground, actor), new(actor, clock.GetUtcNow()), owner, stop);

    private static ImportGround? Demanded(long? organisation, ImportGround? ground, Actor actor) =>
        organisation is null && actor.AccountId is not null && string.IsNullOrWhiteSpace(ground?.Number) ? throw new RefusedException(new(RefusalKind.WrongInput, "import-no-ground")) : ground;

    private async Task<Import> BeginAsync(ComingFile coming, string fileName, long? organisation, ImportGround? ground, Act act, long? owner, CancellationToken stop)
    {
        using var file = SheetFile.Open(coming.Path, fileName, Limits);
        var (table, mapping) = await ChooseAsync(file, organisation, stop);
        using var sieved = await sieve.SiftAsync(file, table, ClassifiedRows.By(table.Header, mapping), stop);
        var (kept, format) = (sieved?.File ?? coming, sieved?.Format ?? file.Format);
        var import = new Import
        {
            Reference = await db.NextReferenceAsync("I", act.At, stop),
            OrganisationId = organisation,
            OwnerId = owner,
            Format = format,
            SheetName = table.Sheet.Name,
            Signature = table.Header.Signature(),
            HeaderRow = table.Header.LastRow,
            Ground = ground?.Number.Trim(),
            GroundFileId = ground?.FileId,
            CreatedAt = act.At,
            CreatedBy = act.Actor.AccountId,
            FileId = 0,
            File = FileOf(kept, fileName, format, act),
        };
        import.Map(mapping, table);
        db.Imports.Add(import);
        db.Record(JournalEntry.Of("import", import.Reference, "begin", act, kept.Digest, null, nameof(ImportState.Uploaded)));
        RecordRefused(import, sieved, act);
        file.Dispose();
        kept.Keep();
        await db.SaveAsync(import.Reference, stop);
        return import;
    }

    /// <summary>A person may say of a column that it tells what is classified: then the kept sheet gives way to one without those rows.</summary>
    private async Task SiftAgainAsync(Import import, SheetFile file, SheetTable table, ImportMapping mapping, Act act, CancellationToken stop)
    {
        var classified = ClassifiedRows.By(table.Header, mapping);
        if (!classified.SeesMoreThan(ClassifiedRows.By(table.Header)))
        {
            return;
        }

        using var sieved = await sieve.SiftAsync(file, table, classified, stop);
        if (sieved is null)
        {
            return;
        }

        RecordRefused(import, sieved, act);
        var (before, after) = (import.File, FileOf(sieved.File, import.File.Name, sieved.Format, act));
        db.Add(after);
        db.Deliveries.Add(SheetEraser.Owe(before.Digest, act.At));
        await db.SaveAsync(import.Reference, stop);
        await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.FileId, after.Id).SetProperty(i => i.Format, sieved.Format), stop);
        await db.Set<StoredFile>().Where(f => f.Id == before.Id).ExecuteDeleteAsync(stop);
        db.Entry(before).State = EntityState.Detached;
        sieved.File.Keep();
    }

    /// <summary>That rows were refused is remembered; what they said is not.</summary>
    private void RecordRefused(Import import, SheetSieve.Sieved? sieved, Act act)
    {
        if (sieved is not null)
        {
            db.Record(JournalEntry.Of("import", import.Reference, "refuse-classified", act, sieved.Rows.Order()));
        }
    }

    private static StoredFile FileOf(ComingFile coming, string name, FileFormat format, Act act) =>
        new() { Digest = coming.Digest, Name = name, ContentType = ContentTypeOf(format), Size = coming.Size, StoredAt = act.At, AccountId = act.Actor.AccountId };

    /// <summary>The sheet and the mapping that were used for such headings before; else the sheet whose headings are best known, as the kind they speak of.</summary>
    private async Task<(SheetTable Table, ImportMapping Mapping)> ChooseAsync(SheetFile file, long? organisation, CancellationToken stop)
    {
        var all = ImportSheets.Tables(file);
        var tables = all.FindAll(t => ImportSheets.HasRows(t.Table));
        var signatures = tables.Select(t => t.Table.Header.Signature()).Distinct().ToList();
        var saved = await db.SavedMappings.AsNoTracking().Where(m => m.OrganisationId == organisation && signatures.Contains(m.Signature)).OrderByDescending(m => m.UsedAt).ToListAsync(stop);
        foreach (var (before, signature) in saved.Select(m => (ImportMapping.Parse(m.Mapping), m.Signature)))
        {
            if (tables.Find(t => t.Kind == before.Kind && t.Table.Header.Signature() == signature).Table is { } known)
            {
                return (known, before);
            }
        }

        var (kind, best) = ImportSheets.Best(all, tables);
        return (best, ImportMapping.Propose(kind, best.Header, best.Samples(ImportSheets.Samples)));
    }

    private async Task KeepAsync(Import import, ImportMapping mapping, DateTimeOffset at, CancellationToken stop)
    {
        var saved = await db.SavedMappings.FirstOrDefaultAsync(m => m.OrganisationId == import.OrganisationId && m.Signature == import.Signature, stop);
        if (saved is null)
        {
            saved = new() { OrganisationId = import.OrganisationId, Signature = import.Signature, Mapping = "", UsedAt = at };
            db.SavedMappings.Add(saved);
        }

        (saved.Mapping, saved.UsedAt) = (mapping.ToJson(), at);
    }

    private static string Cut(string name) => name.Length <= 255 ? name : name[^255..];

    private static string ContentTypeOf(FileFormat format) => format switch
    {
        FileFormat.Xls => "application/vnd.ms-excel",
        FileFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileFormat.Csv => "text/csv",
    };
}
