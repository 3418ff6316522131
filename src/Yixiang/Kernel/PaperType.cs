using System.IO.Compression;

namespace Yixiang.Kernel;

/// <summary>What a handed-in file really is, by its content; its name and what the browser claims count for nothing.</summary>
/// <param name="Ending">Without the dot, as the city pack lists it.</param>
public sealed record PaperType(string Ending, string ContentType)
{
    private static readonly PaperType Pdf = new("pdf", "application/pdf");
    private static readonly PaperType Jpeg = new("jpg", "image/jpeg");
    private static readonly PaperType Png = new("png", "image/png");
    private static readonly PaperType Docx = new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    private static readonly PaperType Xlsx = new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    private static readonly PaperType Doc = new("doc", "application/msword");
    private static readonly PaperType Xls = new("xls", "application/vnd.ms-excel");

    public bool IsPicture => ContentType.StartsWith("image/", StringComparison.Ordinal);

    /// <summary>The type a content shows; null when it is none that is known.</summary>
    /// <param name="name">Tells only the two old Office formats apart, which share one container.</param>
    public static PaperType? Of(Stream content, string name)
    {
        Span<byte> head = stackalloc byte[8];
        var read = content.ReadAtLeast(head, 8, throwOnEndOfStream: false);
        head = head[..read];
        return head switch
        {
            [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => Pdf,
            [0xFF, 0xD8, 0xFF, ..] => Jpeg,
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] => Png,
            [0x50, 0x4B, 0x03, 0x04, ..] => OfZip(content),
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] => name.EndsWith(".doc", StringComparison.OrdinalIgnoreCase) ? Doc : Xls,
            _ => null,
        };
    }

    /// <summary>Whether a file of that name may hold this type.</summary>
    public bool Fits(string name)
    {
        var ending = Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
        return ending == Ending || (ending == "jpeg" && this == Jpeg);
    }

    private static PaperType? OfZip(Stream content)
    {
        content.Position = 0;
        try
        {
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            return zip.GetEntry("word/document.xml") is not null ? Docx : zip.GetEntry("xl/workbook.xml") is not null ? Xlsx : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
