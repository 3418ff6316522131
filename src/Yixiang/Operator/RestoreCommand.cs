using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Operator.Archive;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Puts a backup back, on either database, and proves that it is the same.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = T("operator.restore-file") };
        var replace = new Option<bool>("--replace") { Description = T("operator.restore-replace") };
        return new Command("restore", T("operator.restore")) { file, replace }.Does(async (call, stop) =>
        {
            using var archive = await ArchiveFile.OpenAsync(call.Parsed.GetRequiredValue(file), stop);
            await archive.VerifyAsync(stop);
            if (!call.Parsed.GetValue(replace) && await RestorePlace.HoldsDataAsync(call.Db, stop))
            {
                throw new RefusedException(new(RefusalKind.Conflict, "restore-over-data"));
            }

            var guards = call.Services.GetServices<Guard>();
            var verdict = call.Db.OnPostgres
                ? await RestorePlace.FillServerAsync(call.Db, guards, archive, stop)
                : await RestorePlace.FillFileAsync(new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(call.Db.Database.GetConnectionString()).DataSource, guards, archive, stop);
            await Restoration.FillAsync(call.Of<FileStore>(), archive, stop);
            return Answer(archive.Manifest, verdict, await call.Of<KeyCustody>().TakeAsync(call.Db, stop), call.Of<KeyChest>());
        });
    }

    /// <summary>Keys that cannot be opened are no fault of the backup: it is complete, but the key file of its place is not here.</summary>
    private static Outcome Answer(Manifest manifest, JournalVerdict verdict, KeyState keys, KeyChest chest)
    {
        var rows = manifest.Tables.Sum(t => t.Rows);
        var sentence = T("operator.restored", rows, manifest.Tables.Count, manifest.Files.Count, CityTime.Show(manifest.TakenAt)) + " " + VerifyJournalCommand.Sentence(verdict) + (keys.Shut > 0 ? " " + T("operator.keys-shut", keys.Shut, chest.Where) : "");
        return new(verdict.Holds ? Outcome.Done : Outcome.Found, sentence, new { rows, files = manifest.Files.Count, takenAt = manifest.TakenAt, journal = verdict, keys });
    }
}
