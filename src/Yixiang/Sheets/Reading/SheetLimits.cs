namespace Yixiang.Sheets;

/// <summary>How large a spreadsheet may be before it is refused. A zipped workbook is measured unpacked, too.</summary>
public sealed record SheetLimits
{
    public static readonly SheetLimits Default = new();

    /// <summary>Size of the file as it was sent, in bytes.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    public int MaxColumns { get; init; } = 150;

    /// <summary>Data rows of one sheet.</summary>
    public int MaxRows { get; init; } = 200_000;

    /// <summary>All parts of a zipped workbook together, unpacked, in bytes.</summary>
    public long MaxUnpackedBytes { get; init; } = 1L << 30;

    /// <summary>Unpacked to packed; honest workbooks stay below 60, those of one repeated value below 200.</summary>
    public int MaxRatio { get; init; } = 300;

    /// <summary>Below this unpacked size, in bytes, the ratio does not matter.</summary>
    public long RatioFreeBytes { get; init; } = 16L << 20;

    /// <summary>Parts (sheets, pictures, …) in a zipped workbook.</summary>
    public int MaxParts { get; init; } = 10_000;
}
