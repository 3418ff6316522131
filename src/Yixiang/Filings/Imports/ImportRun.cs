using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Filings;

/// <summary>Carries one pass of an import (dry run or writing) from where it stopped to its end, a thousand rows to a transaction.</summary>
/// <remarks>
/// Bound to be called twice: each chunk moves the import's progress on only if nobody else has, so two runners never write a row twice,
/// and a killed process leaves whole chunks only. Cancelling is seen at the next chunk.
/// </remarks>
public sealed class ImportRun(
    Db db, FileStore files, CellReaders readers, Inspector inspector, FilingMoves moves, CityPack pack, IEnumerable<IListener> listeners, TimeProvider clock)
{
    internal const int ChunkRows = 1000;

    /// <param name="alive">Called with each chunk, inside its transaction: whoever leased the work renews the lease.</param>
    public async Task CarryAsync(string reference, Func<CancellationToken, Task>? alive = null, CancellationToken stop = default)
    {
        var import = await db.Imports.AsNoTracking().Include(i => i.File).SingleAsync(i => i.Reference == reference, stop);
        if (import.State is not (ImportState.Checking or ImportState.Applying))
        {
            return;
        }

        try
        {
            var notes = await PassUnwaitingAsync(import, alive, stop);
            if (notes is not null)
            {
                await EndAsync(import, notes, stop);
            }
        }
        catch (RefusedException refused)
        {
            await GiveUpAsync(import, refused.Refusal, stop);
        }
    }

    /// <summary>A chunk that a power cut loses is written again with the progress that went with it: only the end of the pass waits for the disk.</summary>
    private async Task<IReadOnlyList<SheetNote>?> PassUnwaitingAsync(Import import, Func<CancellationToken, Task>? alive, CancellationToken stop)
    {
        await using var later = await DiskLater.BeginAsync(db, stop);
        return await PassAsync(import, alive, stop);
    }

    /// <summary>Null when somebody cancelled, or another runner has taken over.</summary>
    private async Task<IReadOnlyList<SheetNote>?> PassAsync(Import import, Func<CancellationToken, Task>? alive, CancellationToken stop)
    {
        var mapping = import.ReadMapping();
        using var file = SheetFile.Open(files.PathOf(import.File.Digest), import.File.Name, new SheetLimits { MaxBytes = pack.Settings.Uploads.SheetBytes });
        var table = SheetTable.Find(file, ImportColumns.Lexicon(mapping.Kind), import.SheetName);
        using var rows = table.RowsAsMeant();
        var pass = new Pass(import, new RowReader(mapping, table.Header, readers, inspector), new RowJudge(import.Admits), ActOf(import));
        var owners = new RowOwners(db, pack, import, pass.Act);
        await owners.LoadAsync(stop);
        // The next rows are read while these are being written; none is left reading when the file is closed.
        var next = Task.Run(() => Fill(pass, rows), stop);
        try
        {
            while (await next is { Count: > 0 } chunk)
            {
                next = Task.Run(() => Fill(pass, rows), stop);
                if (!await DealAsync(pass, owners, chunk, alive, stop))
                {
                    return null;
                }
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return [.. table.Notes, .. ImportSheets.NotesOfOthers(file, table, mapping.Kind), .. ImportColumns.NotesOf(table.Header, mapping), .. rows.Notes];
    }

    private static List<Candidate> Fill(Pass pass, TableCursor rows)
    {
        var chunk = new List<Candidate>(ChunkRows);
        while (chunk.Count < ChunkRows && rows.Read())
        {
            chunk.Add(pass.Reader.Read(rows));
        }

        return chunk;
    }

    private async Task<bool> DealAsync(Pass pass, RowOwners owners, List<Candidate> chunk, Func<CancellationToken, Task>? alive, CancellationToken stop)
    {
        var import = pass.Import;
        var applying = import.State == ImportState.Applying;
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (chunk[^1].RowNumber > import.LastRow && !await ClaimAsync(pass, chunk[^1].RowNumber, stop))
        {
            return false;
        }

        await owners.AssignAsync(chunk, create: applying && chunk[^1].RowNumber > import.LastRow, stop);
        var earlier = chunk.Where(r => r.RowNumber <= import.LastRow).ToList();
        earlier.ForEach(pass.Judge.Pass);
        var rows = chunk[earlier.Count..];
        if (rows.Count == 0)
        {
            return true;
        }

        var matcher = new RowMatcher(db);
        var known = await matcher.FindAsync(rows, stop);
        var alike = await matcher.FindAlikeAsync(rows.Where(r => !known.ContainsKey(r.MatchKey)), stop);
        rows.ForEach(r => pass.Judge.Judge(r, known, alike));
        if (applying)
        {
            TakenRow[] taken = [.. rows.Where(r => r.Outcome is RowOutcome.Accepted or RowOutcome.Corrected).Select(r => new TakenRow(r, known.GetValueOrDefault(r.MatchKey)))];
            await new FilingsOfRows(db, inspector, moves, pack, listeners, import, pass.Act).WriteAsync(taken, owners.ById, stop);
        }

        await ReportAsync(pass, rows, stop);
        await (alive?.Invoke(stop) ?? Task.CompletedTask);
        await transaction.CommitAsync(stop);
        db.ChangeTracker.Clear();
        return true;
    }

    /// <summary>Moves the progress on before anything else, so that another runner waits and then finds that it is too late; false when the import is no longer where this runner left it.</summary>
    private async Task<bool> ClaimAsync(Pass pass, int last, CancellationToken stop)
    {
        var import = pass.Import;
        var claimed = await db.Imports.Where(i => i.Id == import.Id && i.State == import.State && i.LastRow == pass.LastRow).ExecuteUpdateAsync(set => set.SetProperty(i => i.LastRow, last), stop);
        pass.LastRow = last;
        return claimed == 1;
    }

    private async Task ReportAsync(Pass pass, List<Candidate> rows, CancellationToken stop)
    {
        var import = pass.Import;
        var (first, last) = (rows[0].RowNumber, rows[^1].RowNumber);
        await db.ImportRows.Where(r => r.ImportId == import.Id && r.RowNumber >= first && r.RowNumber <= last).ExecuteDeleteAsync(stop);
        await db.InsertAllAsync([.. rows.Select(r => r.ToRow(import.Id))], stop);
        var counts = pass.Counts.With(rows.Select(r => r.Outcome!.Value));
        await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(
            set => set.SetProperty(i => i.Counts.Rows, counts.Rows).SetProperty(i => i.Counts.Accepted, counts.Accepted)
                .SetProperty(i => i.Counts.Corrected, counts.Corrected).SetProperty(i => i.Counts.Rejected, counts.Rejected)
                .SetProperty(i => i.Counts.Unchanged, counts.Unchanged).SetProperty(i => i.Counts.Duplicates, counts.Duplicates), stop);
        pass.Counts = counts;
    }

    private async Task EndAsync(Import carried, IReadOnlyList<SheetNote> notes, CancellationToken stop)
    {
        var import = await db.Imports.SingleAsync(i => i.Id == carried.Id, stop);
        if (import.State != carried.State)
        {
            return;
        }

        import.Remember(notes);
        await db.MoveAsync(import.State == ImportState.Checking ? Import.Lifecycle.EndCheck : Import.Lifecycle.Finish, import, new Nothing(), Actor.Product, clock.GetUtcNow(), stop);
    }

    private async Task GiveUpAsync(Import carried, Refusal why, CancellationToken stop)
    {
        db.ChangeTracker.Clear();
        var import = await db.Imports.SingleAsync(i => i.Id == carried.Id, stop);
        if (import.State == carried.State)
        {
            await db.MoveAsync(Import.Lifecycle.GiveUp, import, why, Actor.Product, clock.GetUtcNow(), stop);
        }
    }

    private Act ActOf(Import import) => new(
        new Actor(import.AppliedBy, "", import.OrganisationId is null ? Role.BureauOfficer : Role.UnitAdministrator, import.OrganisationId), clock.GetUtcNow());

    private sealed class Pass(Import import, RowReader reader, RowJudge judge, Act act)
    {
        public Import Import { get; } = import;
        public RowReader Reader { get; } = reader;
        public RowJudge Judge { get; } = judge;
        public Act Act { get; } = act;
        public int LastRow { get; set; } = import.LastRow;
        public ImportCounts Counts { get; set; } = import.Counts;
    }
}
