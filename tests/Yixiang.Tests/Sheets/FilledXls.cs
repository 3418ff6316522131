using System.Buffers.Binary;
using System.Text;

namespace Yixiang.Tests.Sheets;

/// <summary>Fills a national .xls template with rows, as a unit would in Excel, so that tests meet the real file format.</summary>
/// <remarks>Works on the BIFF8 records: cells go in before the end of the first sheet, the container is written anew.</remarks>
internal static class FilledXls
{
    private const int SectorBytes = 512;
    private const int EndOfChain = -2;
    private const ushort LabelRecord = 0x0204, NumberRecord = 0x0203, RowRecord = 0x0208, DimensionsRecord = 0x0200;
    private const ushort EndRecord = 0x000A, StartRecord = 0x0809, SheetRecord = 0x0085, PasswordRecord = 0x002F;

    /// <param name="firstRow">From 0; the templates' data begin at 2.</param>
    public static byte[] From(string template, int firstRow, params object?[][] rows) =>
        Container(WithCells(WorkbookStream(File.ReadAllBytes(template)), firstRow, rows));

    /// <summary>The template as it looks with a password to open: everything behind the marker would be cipher text.</summary>
    public static byte[] Encrypted(string template)
    {
        var book = WorkbookStream(File.ReadAllBytes(template));
        var start = 4 + BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(2));
        var marker = Record(PasswordRecord, [1, 0, 1, 0, 1, 0, .. new byte[48]]);
        return Container([.. book[..start], .. marker, .. book[start..]]);
    }

    private static byte[] WithCells(byte[] book, int firstRow, object?[][] rows)
    {
        var sheet = FirstSheetOffset(book);
        var at = sheet;
        while (BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at)) != EndRecord)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at)) == DimensionsRecord)
            {
                BinaryPrimitives.WriteInt32LittleEndian(book.AsSpan(at + 8), firstRow + rows.Length);
            }

            at += 4 + BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at + 2));
        }

        var cells = rows.SelectMany((row, r) => RowBytes(firstRow + r, row)).ToArray();
        MoveLaterSheets(book, at, cells.Length);
        return [.. book[..at], .. cells, .. book[at..]];
    }

    /// <summary>In place of the first value of a row: Excel does not show it.</summary>
    public static readonly object Hidden = new();

    private const int Twips = 270, IsHidden = 0x20;

    private static IEnumerable<byte> RowBytes(int row, object?[] values)
    {
        var flags = BitConverter.GetBytes(0x100 | (values is [var first, ..] && first == Hidden ? IsHidden : 0));
        IEnumerable<byte> bytes = Record(RowRecord, [.. Short(row), .. Short(0), .. Short(values.Length), .. Short(Twips), 0, 0, 0, 0, .. flags]);
        for (var column = 0; column < values.Length; column++)
        {
            bytes = bytes.Concat(CellBytes(row, column, values[column]));
        }

        return bytes;
    }

    private static byte[] CellBytes(int row, int column, object? value) => value switch
    {
        null => [],
        _ when value == Hidden => [],
        string text => Record(LabelRecord, [.. Short(row), .. Short(column), .. Short(15), .. Short(text.Length), 1, .. Encoding.Unicode.GetBytes(text)]),
        var number => Record(NumberRecord, [.. Short(row), .. Short(column), .. Short(15), .. BitConverter.GetBytes(Convert.ToDouble(number))]),
    };

    private static int FirstSheetOffset(byte[] book) => Records(book).Where(r => r.Id == SheetRecord).Select(r => BinaryPrimitives.ReadInt32LittleEndian(book.AsSpan(r.At + 4))).First();

    private static void MoveLaterSheets(byte[] book, int inserted, int by)
    {
        foreach (var (_, at) in Records(book).Where(r => r.Id == SheetRecord).ToList())
        {
            var offset = BinaryPrimitives.ReadInt32LittleEndian(book.AsSpan(at + 4));
            BinaryPrimitives.WriteInt32LittleEndian(book.AsSpan(at + 4), offset > inserted ? offset + by : offset);
        }
    }

    /// <summary>The records of the workbook's first part, up to its end.</summary>
    private static IEnumerable<(ushort Id, int At)> Records(byte[] book)
    {
        for (var at = 0; at + 4 <= book.Length;)
        {
            var id = BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at));
            yield return (id, at);
            if (id == EndRecord)
            {
                yield break;
            }

            at += 4 + BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at + 2));
        }
    }

    private static byte[] Record(ushort id, byte[] data) => [.. Short(id), .. Short(data.Length), .. data];

    private static byte[] Short(int value) => BitConverter.GetBytes((ushort)value);

    private static byte[] WorkbookStream(byte[] file)
    {
        var table = Enumerable.Range(0, BitConverter.ToInt32(file, 44)).Select(i => BitConverter.ToInt32(file, 76 + (4 * i)))
            .SelectMany(s => Enumerable.Range(0, SectorBytes / 4).Select(i => BitConverter.ToInt32(file, Offset(s) + (4 * i)))).ToArray();
        var directory = Chain(file, table, BitConverter.ToInt32(file, 48));
        for (var at = 0; at < directory.Length; at += 128)
        {
            if (Encoding.Unicode.GetString(directory, at, Math.Max(0, BitConverter.ToUInt16(directory, at + 64) - 2)) == "Workbook")
            {
                return Chain(file, table, BitConverter.ToInt32(directory, at + 116))[..BitConverter.ToInt32(directory, at + 120)];
            }
        }

        throw new InvalidDataException("No workbook in the template.");
    }

    private static byte[] Chain(byte[] file, int[] table, int sector)
    {
        var bytes = new List<byte>();
        for (; sector >= 0; sector = table[sector])
        {
            bytes.AddRange(file.AsSpan(Offset(sector), SectorBytes));
        }

        return [.. bytes];
    }

    private static int Offset(int sector) => (sector + 1) * SectorBytes;

    /// <summary>Header, the stream, its allocation table, and a directory of two entries.</summary>
    private static byte[] Container(byte[] book)
    {
        var padded = book.Concat(new byte[Math.Max(0, 4096 - book.Length)]).ToArray();
        var sectors = (padded.Length + SectorBytes - 1) / SectorBytes;
        var tables = 1;
        while (tables * SectorBytes / 4 < sectors + 1 + tables)
        {
            tables++;
        }

        var table = Enumerable.Repeat(-1, tables * SectorBytes / 4).ToArray();
        for (var i = 0; i < sectors; i++)
        {
            table[i] = i == sectors - 1 ? EndOfChain : i + 1;
        }

        table[sectors] = EndOfChain;
        Array.Fill(table, -3, sectors + 1, tables);
        var file = new byte[Offset(sectors + 1 + tables)];
        Header(file, directory: sectors, firstTable: sectors + 1, tables);
        padded.CopyTo(file, SectorBytes);
        Entry(file.AsSpan(Offset(sectors)), "Root Entry", 5, 1, EndOfChain, 0);
        Entry(file.AsSpan(Offset(sectors) + 128), "Workbook", 2, -1, 0, padded.Length);
        Buffer.BlockCopy(table, 0, file, Offset(sectors + 1), table.Length * 4);
        return file;
    }

    private static void Header(byte[] file, int directory, int firstTable, int tables)
    {
        ReadOnlySpan<byte> magic = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        magic.CopyTo(file);
        (int At, int Value)[] words = [(24, 0x0003003E), (28, 0x0009FFFE), (32, 6), (44, tables), (48, directory), (56, 4096), (60, EndOfChain), (68, EndOfChain)];
        foreach (var (at, value) in words)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        }

        for (var i = 0; i < 109; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(76 + (4 * i)), i < tables ? firstTable + i : -1);
        }
    }

    private static void Entry(Span<byte> entry, string name, byte type, int child, int start, int size)
    {
        Encoding.Unicode.GetBytes(name, entry);
        BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)((name.Length + 1) * 2));
        entry[66] = type;
        entry[67] = 1;
        BinaryPrimitives.WriteInt32LittleEndian(entry[68..], -1);
        BinaryPrimitives.WriteInt32LittleEndian(entry[72..], -1);
        BinaryPrimitives.WriteInt32LittleEndian(entry[76..], child);
        BinaryPrimitives.WriteInt32LittleEndian(entry[116..], start);
        BinaryPrimitives.WriteInt32LittleEndian(entry[120..], size);
    }
}
