using SkiaSharp;

namespace Yixiang.Operator;

/// <summary>A sheet on which the demo's instruments are drawn, in the colours of the site: flat shapes on a bench, and the word that says it is a sample.</summary>
/// <remarks>Drawn by code, so that no photograph of anybody is needed and the same drawing has the same digest everywhere.</remarks>
internal sealed class DemoSketch : IDisposable
{
    public const string Stamp = "示例";
    public const int Width = 960;
    public const int Height = 720;

    /// <summary>The line on which everything stands.</summary>
    public const float Floor = 590;

    public static readonly SKColor Paper = new(0xF6, 0xF3, 0xEA);
    public static readonly SKColor Sheet = new(0xFF, 0xFE, 0xFA);
    public static readonly SKColor Sunk = new(0xE3, 0xDC, 0xCB);
    public static readonly SKColor Line = new(0xC9, 0xBF, 0xA8);
    public static readonly SKColor Ink = new(0x1A, 0x2B, 0x2D);
    public static readonly SKColor Teal = new(0x0E, 0x53, 0x57);
    public static readonly SKColor Pale = new(0xA9, 0xC9, 0xC2);
    public static readonly SKColor Wash = new(0xE2, 0xEE, 0xEA);
    public static readonly SKColor Moss = new(0x2F, 0x64, 0x38);
    public static readonly SKColor Ochre = new(0xE0, 0xC5, 0x86);
    public static readonly SKColor Vermilion = new(0xB3, 0x32, 0x1D);

    private readonly SKSurface surface = SKSurface.Create(new SKImageInfo(Width, Height));

    public DemoSketch()
    {
        surface.Canvas.Clear(Paper);
        Box(0, Floor, Width, Height - Floor, Sunk);
        Box(0, Floor, Width, 4, Line);
    }

    private SKCanvas Canvas => surface.Canvas;

    public void Box(float x, float y, float width, float height, SKColor colour, float round = 0)
    {
        using var paint = Fill(colour);
        Canvas.DrawRoundRect(x, y, width, height, round, round, paint);
    }

    public void Disc(float x, float y, float radius, SKColor colour)
    {
        using var paint = Fill(colour);
        Canvas.DrawCircle(x, y, radius, paint);
    }

    public void Ring(float x, float y, float radius, float thick, SKColor colour)
    {
        using var paint = Stroke(colour, thick);
        Canvas.DrawCircle(x, y, radius, paint);
    }

    public void Stroke(SKColor colour, float thick, params ReadOnlySpan<(float X, float Y)> way)
    {
        using var paint = Stroke(colour, thick);
        for (var i = 1; i < way.Length; i++)
        {
            Canvas.DrawLine(way[i - 1].X, way[i - 1].Y, way[i].X, way[i].Y, paint);
        }
    }

    public void Shape(SKColor colour, params ReadOnlySpan<(float X, float Y)> corners)
    {
        using var outline = new SKPathBuilder();
        outline.AddPoly([.. corners.ToArray().Select(c => new SKPoint(c.X, c.Y))], true);
        using var path = outline.Detach();
        using var paint = Fill(colour);
        Canvas.DrawPath(path, paint);
    }

    /// <summary>A screen with a curve on it, as beside every instrument.</summary>
    public void Screen(float x, float y, float width = 190)
    {
        var height = width * 0.66f;
        Box(x + (width / 2) - 12, y + height, 24, Floor - y - height, Line);
        Box(x, y, width, height, Ink, 10);
        Box(x + 10, y + 10, width - 20, height - 20, Wash, 4);
        var (left, low, step) = (x + 22, y + height - 26, (width - 44) / 8);
        Stroke(Teal, 4, (left, low), (left + step, low - 6), (left + (2 * step), low - (height * 0.52f)), (left + (3 * step), low - 12), (left + (4 * step), low - (height * 0.28f)), (left + (5 * step), low - 8), (left + (6 * step), low - (height * 0.4f)), (left + (7 * step), low - 4), (left + (8 * step), low));
    }

    /// <summary>Writes the word for a sample in the corner, like a stamp.</summary>
    /// <param name="face">Null where the machine has no font: then only the frame of the stamp is there.</param>
    public byte[] Finish(SKTypeface? face)
    {
        using var frame = Stroke(Vermilion, 5);
        Canvas.DrawRoundRect(Width - 196, 36, 160, 84, 10, 10, frame);
        if (face is not null)
        {
            using var font = new SKFont(face, 58);
            using var paint = Fill(Vermilion);
            Canvas.DrawText(Stamp, Width - 116, 98, SKTextAlign.Center, font, paint);
        }

        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public void Dispose() => surface.Dispose();

    private static SKPaint Fill(SKColor colour) => new() { Color = colour, IsAntialias = true };

    private static SKPaint Stroke(SKColor colour, float thick) => new() { Color = colour, IsAntialias = true, IsStroke = true, StrokeWidth = thick, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };
}
