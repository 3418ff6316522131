using System.Buffers.Binary;

namespace Yixiang.Sheets;

/// <summary>Reads what a subset needs out of a TrueType font: which glyph shows a character, its outline, its width.</summary>
/// <remarks>Table layouts: OpenType specification 1.9, chapters cmap, glyf, hmtx, loca.</remarks>
internal sealed class TrueTypeFont
{
    private const uint TrueType = 0x00010000;
    private const uint AppleTrueType = 0x74727565;

    private readonly ReadOnlyMemory<byte> file;
    private readonly Dictionary<string, (int Start, int Length)> tables = [];
    private readonly Dictionary<int, int> glyphs = [];
    private readonly bool longLocations;
    private readonly int widths;

    public TrueTypeFont(ReadOnlyMemory<byte> file)
    {
        this.file = file;
        for (var i = 0; i < U16(4); i++)
        {
            var entry = 12 + (16 * i);
            tables[System.Text.Encoding.ASCII.GetString(file.Span.Slice(entry, 4))] = ((int)U32(entry + 8), (int)U32(entry + 12));
        }

        longLocations = U16(At("head") + 50) == 1;
        widths = U16(At("hhea") + 34);
        ReadCharacters();
    }

    /// <summary>Whether the file has TrueType outlines; a collection or a CFF font has not.</summary>
    public static bool CanRead(ReadOnlySpan<byte> file) =>
        file.Length > 12 && BinaryPrimitives.ReadUInt32BigEndian(file) is TrueType or AppleTrueType;

    public ReadOnlySpan<byte> Table(string tag) => tables.TryGetValue(tag, out var at) ? file.Span.Slice(at.Start, at.Length) : [];

    /// <summary>The glyph of a character; 0, the empty box, when the font has none.</summary>
    public int GlyphOf(int character) => glyphs.GetValueOrDefault(character);

    /// <summary>The outline of a glyph; empty for a blank.</summary>
    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var (start, end) = longLocations
            ? ((int)U32(At("loca") + (4 * glyph)), (int)U32(At("loca") + (4 * glyph) + 4))
            : (2 * U16(At("loca") + (2 * glyph)), 2 * U16(At("loca") + (2 * glyph) + 2));
        return file.Span[(At("glyf") + start)..(At("glyf") + end)];
    }

    /// <summary>Advance width and left side bearing, in font units.</summary>
    public (int Advance, int Bearing) Metric(int glyph)
    {
        var metrics = At("hmtx");
        return glyph < widths
            ? (U16(metrics + (4 * glyph)), U16(metrics + (4 * glyph) + 2))
            : (U16(metrics + (4 * (widths - 1))), U16(metrics + (4 * widths) + (2 * (glyph - widths))));
    }

    private void ReadCharacters()
    {
        var cmap = At("cmap");
        var encodings = Enumerable.Range(0, U16(cmap + 2))
            .Select(i => cmap + 4 + (8 * i))
            .Select(e => (Platform: U16(e), Start: cmap + (int)U32(e + 4)))
            .Where(e => e.Platform is 0 or 3)
            .ToLookup(e => U16(e.Start), e => e.Start);
        if (encodings[12].Any())
        {
            ReadGroups(encodings[12].First());
        }
        else if (encodings[4].Any())
        {
            ReadSegments(encodings[4].First());
        }
    }

    private void ReadGroups(int start)
    {
        for (var i = 0; i < U32(start + 12); i++)
        {
            var group = start + 16 + (12 * i);
            var (first, last, glyph) = ((int)U32(group), (int)U32(group + 4), (int)U32(group + 8));
            for (var c = first; c <= last; c++)
            {
                glyphs[c] = glyph + c - first;
            }
        }
    }

    private void ReadSegments(int start)
    {
        var count = U16(start + 6) / 2;
        var (ends, starts) = (start + 14, start + 16 + (2 * count));
        var (deltas, offsets) = (starts + (2 * count), starts + (4 * count));
        for (var i = 0; i < count; i++)
        {
            for (var c = U16(starts + (2 * i)); c <= U16(ends + (2 * i)) && c != 0xFFFF; c++)
            {
                var offset = U16(offsets + (2 * i));
                var glyph = offset == 0 ? c : U16(offsets + (2 * i) + offset + (2 * (c - U16(starts + (2 * i)))));
                glyphs[c] = offset != 0 && glyph == 0 ? 0 : (glyph + U16(deltas + (2 * i))) & 0xFFFF;
            }
        }
    }

    private int At(string tag) => tables.TryGetValue(tag, out var at) ? at.Start : throw new InvalidDataException($"The font has no table '{tag}'.");

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.Span[at..]);

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(file.Span[at..]);
}
