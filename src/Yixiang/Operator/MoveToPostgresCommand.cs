using System.CommandLine;
using Yixiang.Kernel;
using Yixiang.Operator.Archive;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Moves the data of the embedded database to an empty PostgreSQL; the file stays as it is.</summary>
internal static class MoveToPostgresCommand
{
    public static Command Create() => new Command("move-to-postgres", T("operator.move")).Does(async (call, stop) =>
    {
        var file = Path.Combine(Path.GetFullPath(call.Of<IConfiguration>()["Data"] ?? "data"), KernelParts.DatabaseFile);
        if (!call.Db.OnPostgres || !File.Exists(file))
        {
            var why = call.Db.OnPostgres ? T("operator.move-no-source", file) : T("operator.move-no-target");
            return new(Outcome.Unusable, why, new { unusable = why });
        }

        if (await RestorePlace.HoldsDataAsync(call.Db, stop))
        {
            throw new RefusedException(new(RefusalKind.Conflict, "move-over-data"));
        }

        await using var source = KernelParts.OpenFile(file);
        if (!await new Schema(source, []).IsCurrentAsync(stop))
        {
            throw new RefusedException(new(RefusalKind.Conflict, "schema-behind"));
        }

        return await MoveAsync(source, call, stop);
    });

    private static async Task<Outcome> MoveAsync(Db source, Call call, CancellationToken stop)
    {
        await call.Of<Schema>().UpgradeAsync(stop);
        var tables = await Digesting.OfAsync(source, TableShape.AllOf(source), stop);
        await using (var snapshot = await SnapshotSql.OpenAsync(source, stop))
        {
            await Restoration.LoadAsync(call.Db, tables, snapshot.RowsAsync, stop);
        }

        await call.Of<KeyCustody>().TakeAsync(call.Db, stop);
        var verdict = await JournalProof.VerifyAsync(call.Db, stop);
        var rows = tables.Sum(t => t.Rows);
        var sentence = T("operator.moved", rows, tables.Count) + " " + VerifyJournalCommand.Sentence(verdict);
        return new(verdict.Holds ? Outcome.Done : Outcome.Found, sentence, new { rows, journal = verdict, tables = tables.ToDictionary(t => t.Shape.Name, t => new { t.Rows, t.Digest }) });
    }
}
