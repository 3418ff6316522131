using Yixiang.Kernel;

namespace Yixiang.Sheets;

/// <summary>The ways in which a file cannot be used at all.</summary>
internal static class SheetRefusals
{
    public static RefusedException Broken(string? detail) => Of("sheet.broken", detail ?? "");
    public static RefusedException Encrypted() => Of("sheet.encrypted");
    public static RefusedException Empty() => Of("sheet.empty");
    public static RefusedException NoData(string sheet) => Of("sheet.no-data", sheet);
    public static RefusedException TooLarge(long bytes, long allowed) => Of("sheet.too-large", Megabytes(bytes), Megabytes(allowed));
    public static RefusedException Bomb() => Of("sheet.bomb");
    public static RefusedException TooManyColumns(int found, int allowed) => Of("sheet.columns", found, allowed);
    public static RefusedException TooManyRows(int allowed) => Of("sheet.rows", allowed);

    public static RefusedException OpenQuote(int row) => Of("sheet.open-quote", row);

    public static RefusedException NotASpreadsheet(string fileName, FileNature nature) =>
        Of("sheet.other-type", fileName, Texts.T(nature));

    private static RefusedException Of(string code, params object?[] args) => new(new Refusal(RefusalKind.WrongInput, code, args));

    private static string Megabytes(long bytes) => (bytes / 1048576.0).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Turns whatever a reading library throws at a damaged file into one refusal.</summary>
internal static class Unbroken
{
    public static T Do<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ExcelDataReader.Exceptions.InvalidPasswordException)
        {
            throw SheetRefusals.Encrypted();
        }
        catch (Exception damage) when (damage is not (RefusedException or OperationCanceledException or ObjectDisposedException or OutOfMemoryException))
        {
            throw SheetRefusals.Broken(damage.GetType().Name);
        }
    }
}
