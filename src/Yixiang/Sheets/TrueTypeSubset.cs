using System.Buffers.Binary;
using System.Text;

namespace Yixiang.Sheets;

/// <summary>Makes a small font that shows only the characters of one document: the whole font would make every PDF ten megabytes.</summary>
/// <remarks>
/// Every character gets a glyph of its own, in the order of the characters, even where the font shares one between two (a radical and the character
/// that looks like it); so a text copied out of the PDF is the text that was put in. Hinting instructions are left out: paper needs none.
/// </remarks>
internal sealed class TrueTypeSubset
{
    private const int HasInstructions = 0x0100;
    private const int MoreComponents = 0x0020;
    private const int WordArguments = 0x0001;
    private const int OneScale = 0x0008;
    private const int TwoScales = 0x0040;
    private const int Matrix = 0x0080;

    private readonly TrueTypeFont font;
    private readonly int[] characters;

    /// <summary>The old number of each new glyph. Components of composed glyphs are added at the end.</summary>
    private readonly List<int> old = [0];
    private readonly Dictionary<int, int> components = [];

    private TrueTypeSubset(TrueTypeFont font, IEnumerable<Rune> text)
    {
        this.font = font;
        characters = [.. text.Select(r => r.Value).Distinct().Where(c => font.GlyphOf(c) != 0).Order()];
        old.AddRange(characters.Select(font.GlyphOf));
    }

    /// <summary>A complete TrueType file with the glyphs of these characters and no others.</summary>
    public static byte[] Of(ReadOnlyMemory<byte> file, IEnumerable<Rune> text) => new TrueTypeSubset(new(file), text).Write();

    private byte[] Write()
    {
        var (outlines, locations) = Outlines();
        return Assemble(new(StringComparer.Ordinal)
        {
            ["OS/2"] = font.Table("OS/2").ToArray(),
            ["cmap"] = Characters(),
            ["glyf"] = outlines,
            ["head"] = Patched("head", 50, 1),
            ["hhea"] = Patched("hhea", 34, old.Count),
            ["hmtx"] = Metrics(),
            ["loca"] = locations,
            ["maxp"] = Patched("maxp", 4, old.Count),
            ["name"] = Names(),
            ["post"] = Bytes(w => { w(0x0003); w(0); foreach (var _ in Enumerable.Range(0, 14)) { w(0); } }),
        });
    }

    private (byte[] Outlines, byte[] Locations) Outlines()
    {
        var outlines = new MemoryStream();
        var locations = new MemoryStream();
        for (var i = 0; i < old.Count; i++)
        {
            Write32(locations, (uint)outlines.Length);
            outlines.Write(Bare(font.Outline(old[i])));
            outlines.Position = outlines.Length;
            while (outlines.Length % 4 != 0)
            {
                outlines.WriteByte(0);
            }
        }

        Write32(locations, (uint)outlines.Length);
        return (outlines.ToArray(), locations.ToArray());
    }

    private byte[] Bare(ReadOnlySpan<byte> outline) => outline.IsEmpty ? [] : I16(outline, 0) < 0 ? BareComposed(outline) : BareSimple(outline);

    private static byte[] BareSimple(ReadOnlySpan<byte> outline)
    {
        var instructions = 10 + (2 * I16(outline, 0));
        var points = instructions + 2 + U16(outline, instructions);
        return [.. outline[..instructions], 0, 0, .. outline[points..]];
    }

    private byte[] BareComposed(ReadOnlySpan<byte> outline)
    {
        var bare = outline.ToArray();
        var at = 10;
        int flags;
        do
        {
            flags = U16(bare, at);
            BinaryPrimitives.WriteUInt16BigEndian(bare.AsSpan(at), (ushort)(flags & ~HasInstructions));
            BinaryPrimitives.WriteUInt16BigEndian(bare.AsSpan(at + 2), (ushort)ComponentNumber(U16(bare, at + 2)));
            at += 4 + ((flags & WordArguments) != 0 ? 4 : 2)
                + ((flags & OneScale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & Matrix) != 0 ? 8 : 0);
        }
        while ((flags & MoreComponents) != 0);
        return bare[..at];
    }

    private int ComponentNumber(int glyph)
    {
        if (!components.TryGetValue(glyph, out var number))
        {
            components[glyph] = number = old.Count;
            old.Add(glyph);
        }

        return number;
    }

    private byte[] Metrics() => Bytes(w =>
    {
        foreach (var (advance, bearing) in old.Select(font.Metric))
        {
            w(advance);
            w(bearing);
        }
    });

    /// <summary>Format 12: groups of neighbouring characters whose glyphs are neighbours too, which here they always are.</summary>
    private byte[] Characters()
    {
        List<(int First, int Last, int Glyph)> groups = [];
        for (var i = 0; i < characters.Length; i++)
        {
            if (groups is [.., var last] && last.Last + 1 == characters[i])
            {
                groups[^1] = last with { Last = characters[i] };
            }
            else
            {
                groups.Add((characters[i], characters[i], i + 1));
            }
        }

        var table = new MemoryStream();
        table.Write([0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0]);
        foreach (var number in groups.SelectMany(g => new[] { g.First, g.Last, g.Glyph }).Prepend(groups.Count).Prepend(0).Prepend(16 + (12 * groups.Count)))
        {
            Write32(table, (uint)number);
        }

        return table.ToArray();
    }

    /// <summary>The family and the PostScript name; the PDF writer adds the tag that marks a subset (ISO 32000-1, 9.6.4).</summary>
    private static byte[] Names()
    {
        string[] names = ["Yixiang Subset", "YixiangSubset"];
        int[] ids = [1, 6];
        var text = names.Select(Encoding.BigEndianUnicode.GetBytes).ToArray();
        return
        [
            .. Bytes(w =>
            {
                foreach (var n in (int[])[0, 2, 30, 3, 1, 0x409, ids[0], text[0].Length, 0, 3, 1, 0x409, ids[1], text[1].Length, text[0].Length])
                {
                    w(n);
                }
            }),
            .. text[0], .. text[1],
        ];
    }

    private byte[] Patched(string tag, int at, int value)
    {
        var table = font.Table(tag).ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(table.AsSpan(at), (ushort)value);
        return table;
    }

    private static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        var power = 1 << (int)Math.Log2(tables.Count);
        var start = 12 + (16 * tables.Count);
        var head = new MemoryStream();
        head.Write(Bytes(w => { w(1); w(0); w(tables.Count); w(16 * power); w((int)Math.Log2(power)); w(16 * (tables.Count - power)); }));
        var body = new MemoryStream();
        foreach (var (tag, table) in tables)
        {
            head.Write(Encoding.ASCII.GetBytes(tag));
            Write32(head, Sum(table));
            Write32(head, (uint)(start + body.Length));
            Write32(head, (uint)table.Length);
            body.Write(table);
            body.Write(new byte[(4 - (table.Length % 4)) % 4]);
        }

        return [.. head.ToArray(), .. body.ToArray()];
    }

    private static uint Sum(ReadOnlySpan<byte> table)
    {
        uint sum = 0;
        Span<byte> word = stackalloc byte[4];
        for (; !table.IsEmpty; table = table[Math.Min(4, table.Length)..])
        {
            word.Clear();
            table[..Math.Min(4, table.Length)].CopyTo(word);
            sum += BinaryPrimitives.ReadUInt32BigEndian(word);
        }

        return sum;
    }

    private static byte[] Bytes(Action<Action<int>> write)
    {
        var bytes = new List<byte>();
        write(n => bytes.AddRange([(byte)(n >> 8), (byte)n]));
        return [.. bytes];
    }

    private static void Write32(Stream stream, uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        stream.Write(bytes);
    }

    private static int I16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt16BigEndian(bytes[at..]);

    private static int U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
