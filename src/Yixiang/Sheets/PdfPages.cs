using System.Text;
using SkiaSharp;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Sheets;

/// <summary>A column on paper; widths are proportions.</summary>
internal sealed record PdfColumn(string Title, double Width, bool AlignsRight);

/// <summary>Lays a table out on pages of A4 landscape and draws it. Lengths are in points (1/72 inch).</summary>
internal sealed class PdfPages
{
    private const float PageWidth = 841.9f;
    private const float PageHeight = 595.3f;
    private const float Margin = 34;
    private const float Padding = 4;
    private const float TextSize = 8;
    private const float LineHeight = 11;
    private const float TitleSize = 17;
    private const float Foot = PageHeight - 24;
    private const float Bottom = PageHeight - 42;

    private static readonly SKColor Ink = new(0x1C, 0x24, 0x2B);
    private static readonly SKColor Pale = new(0x5A, 0x67, 0x73);
    private static readonly SKColor Rule = new(0xC4, 0xCE, 0xD6);
    private static readonly SKColor HeadFill = new(0xE8, 0xEE, 0xF3);

    private readonly TableHeading heading;
    private readonly PdfColumn[] columns;
    private readonly float[] lefts;
    private readonly float[] widths;
    private readonly SKFont text;
    private readonly SKFont title;
    private readonly Dictionary<Rune, float> advances = [];
    private readonly IReadOnlyList<string>[] head;

    private PdfPages(TableHeading heading, PdfColumn[] columns, SKTypeface face)
    {
        (this.heading, this.columns) = (heading, columns);
        text = Font(face, TextSize);
        title = Font(face, TitleSize);
        var total = columns.Sum(c => c.Width);
        widths = [.. columns.Select(c => (float)((PageWidth - (2 * Margin)) * c.Width / total))];
        lefts = [.. widths.Select((_, i) => Margin + widths.Take(i).Sum())];
        head = Wrapped([.. columns.Select(c => c.Title)]);
    }

    public static byte[] Draw(TableHeading heading, PdfColumn[] columns, List<string[]> rows, byte[] font)
    {
        var words = rows.SelectMany(r => r).Concat(columns.Select(c => c.Title))
            .Append(heading.Title + heading.Subtitle + heading.DocumentNumber + T("sheets.page", 1, 1) + "0123456789 ");
        using var face = SKTypeface.FromData(SKData.CreateCopy(TrueTypeSubset.Of(font, words.SelectMany(w => w.EnumerateRunes()))));
        var pages = new PdfPages(heading, columns, face);
        return pages.Draw([.. pages.Paginate(rows)]);
    }

    private static SKFont Font(SKTypeface face, float size) => new(face, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };

    private float HeadTop(int page) => page > 0 ? Margin : Margin + TitleSize + 8 + (heading.Subtitle is null ? 0 : LineHeight + 4);

    private IEnumerable<List<IReadOnlyList<string>[]>> Paginate(List<string[]> rows)
    {
        var page = 0;
        List<IReadOnlyList<string>[]> onPage = [];
        var y = HeadTop(page) + Height(head);
        foreach (var piece in rows.Select(Wrapped).SelectMany(Pieces))
        {
            if (y + Height(piece) > Bottom && onPage.Count > 0)
            {
                yield return onPage;
                onPage = [];
                y = HeadTop(++page) + Height(head);
            }

            onPage.Add(piece);
            y += Height(piece);
        }

        yield return onPage;
    }

    /// <summary>A row higher than a page goes on to the next one.</summary>
    private IEnumerable<IReadOnlyList<string>[]> Pieces(IReadOnlyList<string>[] row)
    {
        var fits = (int)((Bottom - HeadTop(0) - Height(head) - (2 * Padding)) / LineHeight);
        for (var from = 0; from == 0 || from < row.Max(c => c.Count); from += fits)
        {
            yield return [.. row.Select(c => (IReadOnlyList<string>)[.. c.Skip(from).Take(fits)])];
        }
    }

    private IReadOnlyList<string>[] Wrapped(string[] cells) =>
        [.. cells.Select((c, i) => LineBreaking.Wrap(c, widths[i] - (2 * Padding), Advance))];

    private float Advance(Rune rune)
    {
        if (!advances.TryGetValue(rune, out var width))
        {
            advances[rune] = width = text.MeasureText(rune.ToString());
        }

        return width;
    }

    private static float Height(IReadOnlyList<string>[] row) => (row.Max(c => c.Count) * LineHeight) + (2 * Padding);

    private byte[] Draw(List<List<IReadOnlyList<string>[]>> pages)
    {
        using var memory = new MemoryStream();
        using (var document = SKDocument.CreatePdf(memory, new SKDocumentPdfMetadata { Title = heading.Title, Creator = T("site.name"), Producer = T("site.name") }))
        {
            for (var i = 0; i < pages.Count; i++)
            {
                DrawPage(document.BeginPage(PageWidth, PageHeight), pages, i);
                document.EndPage();
            }

            document.Close();
        }

        return memory.ToArray();
    }

    private void DrawPage(SKCanvas canvas, List<List<IReadOnlyList<string>[]>> pages, int page)
    {
        using var ink = Paint(Ink);
        using var pale = Paint(Pale);
        if (page == 0)
        {
            canvas.DrawText(heading.Title, PageWidth / 2, Margin + TitleSize, SKTextAlign.Center, title, ink);
            canvas.DrawText(heading.Subtitle ?? "", PageWidth / 2, Margin + TitleSize + 6 + LineHeight, SKTextAlign.Center, text, pale);
        }

        var y = DrawHead(canvas, HeadTop(page), ink);
        foreach (var row in pages[page])
        {
            y = DrawRow(canvas, row, y, ink);
        }

        canvas.DrawText(heading.DocumentNumber ?? heading.Title, Margin, Foot, SKTextAlign.Left, text, pale);
        canvas.DrawText(T("sheets.page", page + 1, pages.Count), PageWidth - Margin, Foot, SKTextAlign.Right, text, pale);
    }

    private float DrawHead(SKCanvas canvas, float y, SKPaint ink)
    {
        using var fill = Paint(HeadFill);
        canvas.DrawRect(Margin, y, PageWidth - (2 * Margin), Height(head), fill);
        return DrawRow(canvas, head, y, ink);
    }

    private float DrawRow(SKCanvas canvas, IReadOnlyList<string>[] row, float y, SKPaint ink)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var x = columns[i].AlignsRight ? lefts[i] + widths[i] - Padding : lefts[i] + Padding;
            for (var line = 0; line < row[i].Count; line++)
            {
                canvas.DrawText(row[i][line], x, y + Padding + (LineHeight * line) + TextSize, columns[i].AlignsRight ? SKTextAlign.Right : SKTextAlign.Left, text, ink);
            }
        }

        var bottom = y + Height(row);
        using var rule = Paint(Rule);
        rule.StrokeWidth = 0.5f;
        canvas.DrawLine(Margin, bottom, PageWidth - Margin, bottom, rule);
        return bottom;
    }

    private static SKPaint Paint(SKColor color) => new() { Color = color, IsAntialias = true };
}
