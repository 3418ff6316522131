using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;

namespace Yixiang.Ledger;

/// <summary>What an officer says of a batch.</summary>
public sealed record BatchInput(
    [property: Required(ErrorMessage = "required"), StringLength(100, ErrorMessage = "batch-text")] string? Title,
    [property: Required(ErrorMessage = "required")] DateOnly? DecidedOn,
    [property: Required(ErrorMessage = "required"), StringLength(100, ErrorMessage = "batch-text")] string? DecisionNumber);

/// <summary>Puts a batch together: what is in it may change only while it is a draft, since the secrecy check speaks of exactly these instruments.</summary>
public sealed class BatchDrafts(Db db, Intake intake, CityPack pack, TimeProvider clock)
{
    /// <summary>What a decision document may be.</summary>
    public static readonly IReadOnlyList<string> DecisionEndings = ["pdf", "jpg", "png"];

    /// <summary>Begins the next batch.</summary>
    /// <exception cref="RefusedException">Another officer began one with the same number at the same moment.</exception>
    /// <param name="list">The import of which it is made, if it is.</param>
    public async Task<Batch> BeginAsync(BatchInput input, Actor actor, CancellationToken stop, Import? list = null)
    {
        var batch = new Batch
        {
            Number = await NextNumberAsync(stop),
            Title = input.Title!.Trim(),
            DecidedOn = input.DecidedOn!.Value,
            DecisionNumber = input.DecisionNumber!.Trim(),
            CreatedAt = clock.GetUtcNow(),
            ImportId = list?.Id,
        };
        db.Batches.Add(batch);
        Record(batch, "begin", actor, input);
        try
        {
            await db.SaveAsync(batch.Reference, stop);
        }
        catch (DbUpdateException)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "batch-number-taken", batch.Number));
        }

        return batch;
    }

    public async Task<int> NextNumberAsync(CancellationToken stop) => (await db.StandingBatches.MaxAsync(b => (int?)b.Number, stop) ?? 0) + 1;

    public string TitleOf(int number) => pack.UsualBatchTitle(number);

    public async Task EditAsync(Batch batch, BatchInput input, Actor actor, CancellationToken stop)
    {
        DemandDraft(batch);
        (batch.Title, batch.DecidedOn, batch.DecisionNumber) = (input.Title!.Trim(), input.DecidedOn!.Value, input.DecisionNumber!.Trim());
        await KeepAsync(batch, "edit", actor, input, stop);
    }

    /// <summary>Accepted instruments that are in no batch yet, by unit.</summary>
    public IQueryable<LedgerLine> Waiting()
    {
        var items = db.BatchItems;
        return from i in db.Instruments.AsNoTracking()
               where i.State == InstrumentState.Accepted && !items.Any(b => b.InstrumentId == i.Id)
               join v in db.InstrumentVersions on i.Id equals v.InstrumentId
               where v.Until == null
               join o in db.Organisations on i.OrganisationId equals o.Id
               orderby o.Name, i.Reference
               select new LedgerLine { Instrument = i, Version = v, Organisation = o };
    }

    /// <summary>Puts instruments at the end of the list, in the order of units.</summary>
    /// <param name="references">Null for all that wait.</param>
    /// <returns>How many were put in.</returns>
    /// <exception cref="RefusedException">Nothing was named, or something that does not wait: <c>batch-nothing-chosen</c>, <c>batch-not-waiting</c>.</exception>
    public async Task<int> PutAsync(Batch batch, IReadOnlyCollection<string>? references, Actor actor, CancellationToken stop)
    {
        DemandDraft(batch);
        var put = await PutAsync(batch, Waiting().Where(l => references == null || references.Contains(l.Instrument.Reference)), stop);
        if (put.Count == 0)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "batch-nothing-chosen", batch.Reference));
        }

        if (references?.Except(put).ToList() is [_, ..] others)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "batch-not-waiting", string.Join(Texts.T("list.and"), others.Take(5)), others.Count));
        }

        await KeepAsync(batch, "put", actor, put, stop);
        return put.Count;
    }

    /// <summary>Puts in what its list brought and is in no batch yet, and remembers that the list is in; once more, it adds only what came since.</summary>
    /// <exception cref="RefusedException">It is made of no list, or the list is being imported at this moment.</exception>
    public async Task<int> FillAsync(Batch batch, Actor actor, CancellationToken stop)
    {
        DemandDraft(batch);
        if (await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == batch.ImportId, stop) is not { } list)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "batch-no-list", batch.Reference));
        }

        if (list.State is ImportState.Applying)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "batch-awaits-list", batch.Reference));
        }

        var put = await PutAsync(batch, Brought(list), stop);
        batch.Fill(clock.GetUtcNow());
        await KeepAsync(batch, "fill", actor, put, stop);
        return put.Count;
    }

    /// <summary>Accepted instruments in no batch that a list wrote, changed, or found to be on the ledger already.</summary>
    public IQueryable<LedgerLine> Brought(Import list)
    {
        var written = db.Filings.Where(f => f.ImportId == list.Id && f.State == FilingState.Accepted).Select(f => f.InstrumentId);
        var named = db.ImportRows.Where(r => r.ImportId == list.Id).Select(r => r.Target);
        return Waiting().Where(l => written.Contains(l.Instrument.Id) || named.Contains(l.Instrument.Reference));
    }

    private async Task<IReadOnlyList<string>> PutAsync(Batch batch, IQueryable<LedgerLine> lines, CancellationToken stop)
    {
        var chosen = await lines.Select(l => new { l.Instrument.Id, l.Instrument.Reference }).ToListAsync(stop);
        var last = await db.BatchItems.Where(i => i.BatchId == batch.Id).MaxAsync(i => (int?)i.Position, stop) ?? 0;
        batch.Items.AddRange(chosen.Select((c, i) => new BatchItem { Position = last + i + 1, InstrumentId = c.Id }));
        return [.. chosen.Select(c => c.Reference)];
    }

    public async Task TakeOutAsync(Batch batch, string reference, Actor actor, CancellationToken stop)
    {
        DemandDraft(batch);
        var item = await db.BatchItems.SingleOrDefaultAsync(i => i.BatchId == batch.Id && i.Instrument.Reference == reference, stop)
            ?? throw new RefusedException(new(RefusalKind.Conflict, "batch-not-in-it", reference));
        db.BatchItems.Remove(item);
        await KeepAsync(batch, "take-out", actor, reference, stop);
    }

    /// <summary>Keeps the decision document with the batch; a PDF or a scanned picture.</summary>
    /// <exception cref="RefusedException">No such file, not what its name says, or too large; then nothing of it stays.</exception>
    public async Task AttachAsync(Batch batch, string name, Stream content, Actor actor, CancellationToken stop)
    {
        DemandDraft(batch);
        await using var transaction = await db.JoinTransactionAsync(stop);
        await intake.TakeAsync(name, content, new(DecisionEndings, pack.Settings.Uploads.AttachmentBytes), new(actor, clock.GetUtcNow()), async file =>
        {
            db.Set<StoredFile>().Add(file);
            Record(batch, "attach", actor, file.Digest);
            await db.SaveAsync(batch.Reference, stop);
            batch.DecisionFileId = file.Id;
            await KeepAsync(batch, "decision", actor, file.Digest, stop);
        }, stop);
        await transaction.CommitAsync(stop);
    }

    private Task KeepAsync(Batch batch, string what, Actor actor, object input, CancellationToken stop)
    {
        batch.Renew();
        Record(batch, what, actor, input);
        return db.SaveAsync(batch.Reference, stop);
    }

    private void Record(Batch batch, string what, Actor actor, object input) => db.Record(JournalEntry.Of("batch", batch.Reference, what, new(actor, clock.GetUtcNow()), input));

    private static void DemandDraft(Batch batch)
    {
        if (batch.State != BatchState.Draft)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "batch-not-draft", batch.Reference, Texts.T(batch.State)));
        }
    }
}

/// <summary>Numbers as official titles write them: 一, 十二, 二十.</summary>
public static class ChineseOrdinal
{
    private const string Digits = "零一二三四五六七八九";

    /// <summary>1 to 99; larger numbers in figures.</summary>
    public static string Of(int number) => number switch
    {
        < 0 or > 99 => $"{number}",
        < 10 => $"{Digits[number]}",
        _ => $"{(number < 20 ? "" : Digits[number / 10])}十{(number % 10 == 0 ? "" : Digits[number % 10])}",
    };
}
