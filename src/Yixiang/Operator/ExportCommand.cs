using System.CommandLine;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Writes one list into a file; the ending of its name says the format.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, SheetFormat> Formats = new(StringComparer.OrdinalIgnoreCase) { [".xlsx"] = SheetFormat.Xlsx, [".csv"] = SheetFormat.Csv };

    public static Command Create()
    {
        var names = Export.All.Select(e => e.Name).ToArray();
        var list = new Argument<string>("LIST") { Description = T("operator.export-list", string.Join(", ", names)) };
        list.AcceptOnlyFromAmong(names);
        var file = new Argument<string>("FILE") { Description = T("operator.export-file") };
        file.Validators.Add(result =>
        {
            if (!Formats.ContainsKey(Path.GetExtension(result.GetValueOrDefault<string>() ?? "")))
            {
                result.AddError(T("operator.export-format"));
            }
        });
        var replace = new Option<bool>("--replace") { Description = T("operator.backup-replace") };
        return new Command("export", T("operator.export")) { list, file, replace }.Does(async (call, stop) =>
        {
            await call.DemandCurrentAsync(stop);
            var path = Path.GetFullPath(call.Parsed.GetRequiredValue(file));
            if (File.Exists(path) && !call.Parsed.GetValue(replace))
            {
                throw new RefusedException(new(RefusalKind.Conflict, "export-exists", path));
            }

            var export = Export.All.Single(e => e.Name == call.Parsed.GetRequiredValue(list));
            await using (var stream = new FileStream(path, FileMode.Create))
            {
                await export.WriteAsync(call, Formats[Path.GetExtension(path)], stream, stop);
            }

            return new(Outcome.Done, T("operator.exported", path), new { file = path, bytes = new FileInfo(path).Length });
        });
    }
}
