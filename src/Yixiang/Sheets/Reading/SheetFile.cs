using Yixiang.Kernel;

namespace Yixiang.Sheets;

/// <summary>How a spreadsheet is stored.</summary>
public enum FileFormat { Xls, Xlsx, Csv }

/// <summary>One sheet of a file.</summary>
/// <param name="Index">Position in the file, from 0.</param>
/// <param name="Name">Its tab; for CSV the file's name.</param>
public sealed record SheetInfo(int Index, string Name, bool IsHidden);

/// <summary>A spreadsheet file that people hand in: .xls, .xlsx or CSV, told apart by content and never by name.</summary>
public abstract class SheetFile : IDisposable
{
    protected SheetFile(SheetLimits limits) => Limits = limits;

    public abstract FileFormat Format { get; }

    public IReadOnlyList<SheetInfo> Sheets { get; protected set; } = [];

    public SheetLimits Limits { get; }

    /// <summary>Opens a file of this machine; dispose of it to close it.</summary>
    /// <param name="fileName">The name that the person knows, for messages.</param>
    /// <exception cref="RefusedException">Not a spreadsheet, damaged, encrypted, too large, a zip bomb, or empty.</exception>
    public static SheetFile Open(string path, string? fileName = null, SheetLimits? limits = null) =>
        Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16), fileName ?? Path.GetFileName(path), limits);

    /// <summary>Opens a stream that can seek and owns it from then on.</summary>
    /// <inheritdoc cref="Open(string, string?, SheetLimits?)"/>
    public static SheetFile Open(Stream seekable, string fileName, SheetLimits? limits = null)
    {
        try
        {
            return OpenByNature(seekable, fileName, limits ?? SheetLimits.Default);
        }
        catch
        {
            seekable.Dispose();
            throw;
        }
    }

    /// <summary>A new pass over the rows of one sheet. Only one pass at a time.</summary>
    public abstract SheetCursor Rows(SheetInfo sheet);

    /// <summary>The merged cells of one sheet; CSV has none.</summary>
    public virtual IReadOnlyList<MergedCells> Merged(SheetInfo sheet) => [];

    public abstract void Dispose();

    private static SheetFile OpenByNature(Stream stream, string fileName, SheetLimits limits)
    {
        if (stream.Length > limits.MaxBytes)
        {
            throw SheetRefusals.TooLarge(stream.Length, limits.MaxBytes);
        }

        var nature = FileNatures.Of(stream);
        return nature switch
        {
            FileNature.Empty => throw SheetRefusals.Empty(),
            FileNature.Encrypted => throw SheetRefusals.Encrypted(),
            FileNature.OldExcel => Unbroken.Do(() => new XlsFile(stream, limits)),
            FileNature.Zip => Unbroken.Do(() => new XlsxFile(stream, fileName, limits)),
            FileNature.Text => Unbroken.Do(() => new CsvFile(stream, fileName, limits)),
            _ => throw SheetRefusals.NotASpreadsheet(fileName, nature),
        };
    }
}
