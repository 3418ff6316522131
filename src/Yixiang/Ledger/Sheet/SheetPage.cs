using System.Text;
using SkiaSharp;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Sheet;

/// <summary>Lays the sheet of an instrument out on one page of A4 and draws it. Lengths are in points (1/72 inch).</summary>
internal sealed class SheetPage : IDisposable
{
    private const float Width = 595.3f, Height = 841.9f, Margin = 42, Right = Width - Margin;
    private const float PictureWidth = 236, PictureHeight = 177, Code = 104, LabelWidth = 92, Foot = Height - 48;
    private const int MostLines = 4, MostTitleLines = 2;

    private readonly SKTypeface face;
    private readonly SKPaint ink = new() { Color = SKColors.Black, IsAntialias = true };
    private readonly SKPaint pale = new() { Color = new(0x40, 0x40, 0x40), IsAntialias = true };
    private readonly SKPaint rule = new() { Color = new(0x80, 0x80, 0x80), StrokeWidth = 0.5f };
    private readonly SheetContent content;
    private readonly SKCanvas canvas;
    private float y = Margin;

    private SheetPage(SheetContent content, SKTypeface face, SKCanvas canvas) => (this.content, this.face, this.canvas) = (content, face, canvas);

    public static byte[] Draw(SheetContent content, byte[] font)
    {
        var words = string.Concat(content.Facts.SelectMany(f => new[] { f.Label, f.Value }).Concat(content.Tariff.SelectMany(t => new[] { t.Item, t.External, t.Internal })))
            + content.Site + content.Kind + content.Title + content.Subtitle + content.Address + content.Record
            + T("field.tariff") + T("ledger.tariff-external") + T("ledger.tariff-internal") + T("ledger.sheet-more", 0) + T("ledger.sheet-scan") + "0123456789 …";
        using var face = SKTypeface.FromData(SKData.CreateCopy(TrueTypeSubset.Of(font, words.EnumerateRunes())));
        using var memory = new MemoryStream();
        using (var document = SKDocument.CreatePdf(memory, new SKDocumentPdfMetadata { Title = content.Title, Creator = T("site.name"), Producer = T("site.name") }))
        {
            using var page = new SheetPage(content, face, document.BeginPage(Width, Height));
            page.Draw();
            document.EndPage();
            document.Close();
        }

        return memory.ToArray();
    }

    public void Dispose()
    {
        ink.Dispose();
        pale.Dispose();
        rule.Dispose();
    }

    private void Draw()
    {
        Line(content.Site, Margin, 9, pale);
        Line(content.Kind, Right, 9, pale, SKTextAlign.Right);
        y += 14;
        Rule();
        y += 8;
        Lines(content.Title, Margin, Right - Margin, 21, 28, MostTitleLines, ink);
        Lines(content.Subtitle, Margin, Right - Margin, 10.5f, 15, MostTitleLines, pale);
        y += 8;
        var top = y;
        DrawPicture();
        DrawCode(top);
        y = content.Picture is null ? top + Code + 34 : top + PictureHeight + 14;
        Rule();
        foreach (var (label, value) in content.Facts.TakeWhile(_ => y < Foot - 60))
        {
            Fact(label, value);
        }

        DrawTariff();
        y = Foot;
        Rule();
        y += 4;
        Line(content.Record, Margin, 8.5f, pale);
        y += 13;
        Line(content.Address, Margin, 8.5f, pale);
    }

    private void DrawPicture()
    {
        if (content.Picture is null)
        {
            return;
        }

        using var image = SKImage.FromEncodedData(content.Picture);
        var scale = Math.Min(PictureWidth / image.Width, PictureHeight / image.Height);
        canvas.DrawImage(image, SKRect.Create(Margin, y, image.Width * scale, image.Height * scale), new SKSamplingOptions(SKFilterMode.Linear));
    }

    /// <summary>At the right edge, with what it is for below.</summary>
    private void DrawCode(float top)
    {
        var (size, bars) = QrCode.Bars(content.Address);
        var (left, module) = (Right - Code, Code / size);
        foreach (var (x, row, length) in bars)
        {
            canvas.DrawRect(left + (x * module), top + (row * module), length * module, module, ink);
        }

        y = top + Code + 2;
        Line(T("ledger.sheet-scan"), Right - (Code / 2), 8.5f, pale, SKTextAlign.Center);
    }

    private void Fact(string label, string value)
    {
        y += 4;
        var top = y;
        Line(label, Margin, 9.5f, pale);
        Lines(value, Margin + LabelWidth, Right - Margin - LabelWidth, 9.5f, 13, MostLines, ink);
        y = Math.Max(y, top + 13) + 3;
        Rule();
    }

    private void DrawTariff()
    {
        if (content.Tariff.Count == 0 || y > Foot - 44)
        {
            return;
        }

        y += 10;
        Row(T("field.tariff"), T("ledger.tariff-external"), T("ledger.tariff-internal"), pale);
        var fits = (int)((Foot - y - 18) / 17);
        foreach (var (item, external, within) in content.Tariff.Take(fits))
        {
            Row(item, external, within, ink);
        }

        if (content.Tariff.Count > fits)
        {
            Line(T("ledger.sheet-more", content.Tariff.Count), Margin, 8.5f, pale);
        }
    }

    private void Row(string item, string external, string within, SKPaint paint)
    {
        y += 2;
        Line(Fitting(item, 300, 9.5f), Margin, 9.5f, paint);
        Line(external, Margin + 400, 9.5f, paint, SKTextAlign.Right);
        Line(within, Right, 9.5f, paint, SKTextAlign.Right);
        y += 15;
        Rule();
    }

    private string Fitting(string text, float width, float size)
    {
        var lines = Wrapped(text, width, size);
        return lines.Count > 1 ? lines[0] + "…" : text;
    }

    private void Lines(string text, float x, float width, float size, float leading, int most, SKPaint paint)
    {
        var lines = Wrapped(text.ReplaceLineEndings(" "), width, size);
        foreach (var (line, i) in lines.Take(most).Select((line, i) => (line, i)))
        {
            Line(i == most - 1 && lines.Count > most ? line[..^1] + "…" : line, x, size, paint);
            y += leading;
        }
    }

    private IReadOnlyList<string> Wrapped(string text, float width, float size)
    {
        using var sized = Font(size);
        Dictionary<Rune, float> advances = [];
        return LineBreaking.Wrap(text, width, rune => advances.TryGetValue(rune, out var known) ? known : advances[rune] = sized.MeasureText(rune.ToString()));
    }

    private void Line(string text, float x, float size, SKPaint paint, SKTextAlign align = SKTextAlign.Left)
    {
        using var sized = Font(size);
        canvas.DrawText(text, x, y + size, align, sized, paint);
    }

    private void Rule() => canvas.DrawLine(Margin, y, Right, y, rule);

    private SKFont Font(float size) => new(face, size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None };
}
