using System.CommandLine;
using Yixiang.Kernel;
using Yixiang.Operator.Archive;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Writes everything into one file while the product goes on serving.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = T("operator.backup-file") };
        var replace = new Option<bool>("--replace") { Description = T("operator.backup-replace") };
        return new Command("backup", T("operator.backup")) { file, replace }.Does(async (call, stop) =>
        {
            var path = Path.GetFullPath(call.Parsed.GetRequiredValue(file));
            if (File.Exists(path) && !call.Parsed.GetValue(replace))
            {
                throw new RefusedException(new(RefusalKind.Conflict, "backup-exists", path));
            }

            await call.DemandCurrentAsync(stop);
            await call.Of<Sealer>().SealAsync(stop);
            var manifest = await ArchiveFile.WriteAsync(path, call.Db, call.Of<FileStore>(), call.Of<CityPack>().Name, call.Now, stop);
            var rows = manifest.Tables.Sum(t => t.Rows);
            return new(Outcome.Done, T("operator.backed-up", path, rows, manifest.Tables.Count, manifest.Files.Count, manifest.Anchor), new
            {
                file = path,
                rows,
                files = manifest.Files.Count,
                anchor = manifest.Anchor,
                tables = manifest.Tables.ToDictionary(t => t.Shape.Name, t => new { t.Rows, t.Digest }),
            });
        });
    }
}
