using System.IO.Compression;
using System.Xml;

namespace Yixiang.Sheets;

/// <summary>A workbook of Excel 2007 and later (a zip of XML parts), read part by part and never whole.</summary>
/// <remarks>Read by hand and not by a library because a library's pass costs two passes, hides formulas, and trusts the sizes the zip declares.</remarks>
internal sealed class XlsxFile : SheetFile
{
    private readonly ZipArchive _zip;
    private readonly Dictionary<int, string> _parts = [];
    private readonly PartReader _reader;
    private readonly bool _from1904;
    private XlsxStrings? _strings;
    private XlsxStyles? _styles;

    public XlsxFile(Stream stream, string fileName, SheetLimits limits) : base(limits)
    {
        _zip = new ZipArchive(stream, ZipArchiveMode.Read);
        _reader = new PartReader(_zip, limits);
        if (_zip.GetEntry("xl/workbook.xml") is null)
        {
            throw SheetRefusals.NotASpreadsheet(fileName, NatureOfZip());
        }

        var targets = Targets();
        var sheets = new List<SheetInfo>();
        using var book = _reader.Open("xl/workbook.xml");
        while (book.Read())
        {
            if (book.IsStart("workbookPr"))
            {
                _from1904 = book.GetAttribute("date1904") is "1" or "true";
            }
            else if (book.IsStart("sheet") && targets.TryGetValue(RelationshipOf(book) ?? "", out var part))
            {
                _parts[sheets.Count] = part;
                sheets.Add(new SheetInfo(sheets.Count, book.GetAttribute("name") ?? "", book.GetAttribute("state") is not (null or "visible")));
            }
        }

        Sheets = sheets;
    }

    public override FileFormat Format => FileFormat.Xlsx;

    public override SheetCursor Rows(SheetInfo sheet) => Unbroken.Do(() =>
    {
        _strings ??= XlsxStrings.Load(_reader);
        _styles ??= XlsxStyles.Load(_reader);
        return new XlsxCursor(_reader.Open(_parts[sheet.Index]), _strings, _styles, _from1904, Limits);
    });

    public override IReadOnlyList<MergedCells> Merged(SheetInfo sheet) => Unbroken.Do(() =>
    {
        using var part = _reader.OpenBytes(_parts[sheet.Index]);
        return XlsxMerges.In(part);
    });

    public override void Dispose() => _zip.Dispose();

    private FileNature NatureOfZip() =>
        _zip.Entries.Any(e => e.FullName.StartsWith("word/", StringComparison.Ordinal)) ? FileNature.Word
        : _zip.Entries.Any(e => e.FullName.StartsWith("ppt/", StringComparison.Ordinal)) ? FileNature.Presentation
        : FileNature.Archive;

    private Dictionary<string, string> Targets()
    {
        var targets = new Dictionary<string, string>();
        using var links = _reader.Open("xl/_rels/workbook.xml.rels");
        while (links.Read())
        {
            if (links.IsStart("Relationship") && links.GetAttribute("Id") is { } id && links.GetAttribute("Target") is { } target
                && links.GetAttribute("Type")?.EndsWith("/worksheet", StringComparison.Ordinal) == true)
            {
                targets[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
            }
        }

        return targets;
    }

    private static string? RelationshipOf(XmlReader sheet)
    {
        for (var found = sheet.MoveToFirstAttribute(); found; found = sheet.MoveToNextAttribute())
        {
            if (sheet.LocalName == "id" && sheet.Prefix.Length > 0)
            {
                var id = sheet.Value;
                sheet.MoveToElement();
                return id;
            }
        }

        sheet.MoveToElement();
        return null;
    }
}

/// <summary>Opens the XML parts of a zip and stops when more comes out than the limits allow, whatever the zip declares.</summary>
internal sealed class PartReader
{
    private readonly ZipArchive _zip;
    private readonly SheetLimits _limits;

    public PartReader(ZipArchive zip, SheetLimits limits)
    {
        _zip = zip;
        _limits = limits;
        long packed = 0, unpacked = 0;
        if (zip.Entries.Count > limits.MaxParts)
        {
            throw SheetRefusals.Bomb();
        }

        foreach (var part in zip.Entries)
        {
            packed += part.CompressedLength;
            unpacked += part.Length;
            if (unpacked > limits.MaxUnpackedBytes || part.IsEncrypted)
            {
                throw part.IsEncrypted ? SheetRefusals.Encrypted() : SheetRefusals.Bomb();
            }
        }

        if (unpacked > limits.RatioFreeBytes && unpacked / Math.Max(1, packed) > limits.MaxRatio)
        {
            throw SheetRefusals.Bomb();
        }
    }

    public bool Has(string part) => _zip.GetEntry(part) is not null;

    /// <exception cref="Kernel.RefusedException">The part is missing or unpacks to more than is allowed.</exception>
    public XmlReader Open(string part) => XmlReader.Create(OpenBytes(part), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,
        CloseInput = true,
    });

    /// <inheritdoc cref="Open"/>
    public Stream OpenBytes(string part)
    {
        var entry = _zip.GetEntry(part) ?? throw SheetRefusals.Broken(part);
        var allowed = Math.Min(_limits.MaxUnpackedBytes, Math.Max(_limits.RatioFreeBytes, entry.CompressedLength * _limits.MaxRatio));
        return new BoundedStream(entry.Open(), allowed);
    }
}

internal static class XmlReading
{
    public static bool IsStart(this XmlReader xml, string name) => xml.NodeType == XmlNodeType.Element && xml.LocalName == name;
}
