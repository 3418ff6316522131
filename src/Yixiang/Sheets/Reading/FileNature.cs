using System.Text;

namespace Yixiang.Sheets;

/// <summary>What a file is by its first bytes, whatever its name says.</summary>
public enum FileNature { Empty, OldExcel, Zip, Text, Html, XmlSpreadsheet, Pdf, Image, Archive, Word, Presentation, Encrypted, Program, Unknown }

/// <summary>Looks at content instead of at names.</summary>
public static class FileNatures
{
    private static readonly byte[] OldOffice = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private static readonly (byte[] Magic, FileNature Nature)[] Signatures =
    [
        ([0x50, 0x4B, 0x03, 0x04], FileNature.Zip),
        ([0x50, 0x4B, 0x05, 0x06], FileNature.Zip),
        ("%PDF"u8.ToArray(), FileNature.Pdf),
        ([0x89, 0x50, 0x4E, 0x47], FileNature.Image),
        ([0xFF, 0xD8, 0xFF], FileNature.Image),
        ("GIF8"u8.ToArray(), FileNature.Image),
        ("BM"u8.ToArray(), FileNature.Image),
        ("Rar!"u8.ToArray(), FileNature.Archive),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], FileNature.Archive),
        ([0x1F, 0x8B], FileNature.Archive),
        ([0x7F, 0x45, 0x4C, 0x46], FileNature.Program),
        ([0x4D, 0x5A], FileNature.Program),
    ];

    /// <summary>Reads from the start and puts the stream back there.</summary>
    public static FileNature Of(Stream seekable)
    {
        seekable.Position = 0;
        Span<byte> head = stackalloc byte[4096];
        head = head[..seekable.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var nature = head.StartsWith(OldOffice) ? OldOfficeNature(seekable) : Of(head);
        seekable.Position = 0;
        return nature;
    }

    private static FileNature Of(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            return FileNature.Empty;
        }

        foreach (var (magic, nature) in Signatures)
        {
            // "BM" alone is also how a CSV may begin ("BMW,…"): a picture has bytes that no text has.
            if (head.StartsWith(magic) && (nature != FileNature.Image || TextEncodings.LooksBinary(head)))
            {
                return nature;
            }
        }

        return TextEncodings.LooksBinary(head) ? FileNature.Unknown : TextNature(head);
    }

    /// <summary>Systems often save a web page or an XML table under the name .xls.</summary>
    private static FileNature TextNature(ReadOnlySpan<byte> head)
    {
        var start = Encoding.Latin1.GetString(head[..Math.Min(head.Length, 1024)]).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\r', '\n', '\t');
        if (start.StartsWith("<?xml", StringComparison.Ordinal) && start.Contains("schemas-microsoft-com:office:spreadsheet", StringComparison.Ordinal))
        {
            return FileNature.XmlSpreadsheet;
        }

        return start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<table", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<meta", StringComparison.OrdinalIgnoreCase)
            ? FileNature.Html
            : FileNature.Text;
    }

    /// <summary>The old container holds Word, PowerPoint and encrypted new workbooks as well; its directory names tell.
    /// A container without any of them is taken for a damaged workbook.</summary>
    private static FileNature OldOfficeNature(Stream stream)
    {
        (string Name, FileNature Nature)[] names =
        [
            ("EncryptedPackage", FileNature.Encrypted),
            ("Workbook", FileNature.OldExcel),
            ("Book", FileNature.OldExcel),
            ("WordDocument", FileNature.Word),
            ("PowerPoint Document", FileNature.Presentation),
        ];
        var entries = DirectoryNames(stream);
        return names.FirstOrDefault(n => entries.Contains(n.Name), (Name: "", Nature: FileNature.OldExcel)).Nature;
    }

    /// <summary>Directory entries are 128 bytes on a 128-byte border, name first in UTF-16, its length in bytes at 64.</summary>
    private static HashSet<string> DirectoryNames(Stream stream)
    {
        var names = new HashSet<string>();
        var block = new byte[128 * 512];
        stream.Position = 0;
        int read;
        while ((read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) > 0)
        {
            for (var at = 0; at + 128 <= read; at += 128)
            {
                var length = BitConverter.ToUInt16(block, at + 64);
                if (length is >= 8 and <= 64 && length % 2 == 0 && block[at + 66] is 1 or 2 or 5)
                {
                    names.Add(Encoding.Unicode.GetString(block, at, length - 2));
                }
            }
        }

        return names;
    }
}
