using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace Yixiang.Site.Installing;

/// <summary>The logo as a picture of points, for home screens that take no vectors; drawn from <c>logo.svg</c>, so that there is one logo.</summary>
internal static class AppIcon
{
    /// <summary>Devices may cut a maskable icon down to a circle of four fifths (W3C App Manifest, safe zone).</summary>
    private const float Safe = 0.7f;

    /// <param name="logo">An SVG of rectangles, paths and circles, as the logo is.</param>
    /// <param name="size">In pixels, each side.</param>
    /// <param name="ground">Colour to the very edge; null leaves the corners open.</param>
    public static byte[] Of(Stream logo, int size, string? ground)
    {
        var svg = XDocument.Load(logo).Root!;
        var side = Number(svg.Attribute("viewBox")!.Value.Split(' ')[2]);
        using var surface = SKSurface.Create(new SKImageInfo(size, size));
        var canvas = surface.Canvas;
        canvas.Clear(ground is null ? SKColors.Transparent : SKColor.Parse(ground));
        var share = ground is null ? 1 : Safe;
        canvas.Translate(size * (1 - share) / 2, size * (1 - share) / 2);
        canvas.Scale(size * share / side);
        foreach (var shape in svg.Descendants())
        {
            Draw(canvas, shape);
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static void Draw(SKCanvas canvas, XElement shape)
    {
        using var outline = Outline(shape);
        if (outline is null)
        {
            return;
        }

        using var paint = new SKPaint { IsAntialias = true };
        if (Said(shape, "fill") is { } fill and not "none")
        {
            paint.Color = SKColor.Parse(fill);
            canvas.DrawPath(outline, paint);
        }

        if (Said(shape, "stroke") is { } stroke)
        {
            paint.Color = SKColor.Parse(stroke).WithAlpha((byte)(255 * Number(Said(shape, "stroke-opacity") ?? "1")));
            paint.Style = SKPaintStyle.Stroke;
            paint.StrokeWidth = Number(Said(shape, "stroke-width") ?? "1");
            paint.StrokeCap = SKStrokeCap.Round;
            paint.StrokeJoin = Said(shape, "stroke-linejoin") == "round" ? SKStrokeJoin.Round : SKStrokeJoin.Miter;
            canvas.DrawPath(outline, paint);
        }
    }

    private static SKPath? Outline(XElement shape)
    {
        float Of(string name) => Number(shape.Attribute(name)?.Value ?? "0");
        switch (shape.Name.LocalName)
        {
            case "path":
                return SKPath.ParseSvgPathData(shape.Attribute("d")!.Value);
            case "rect":
                using (var rectangle = new SKPathBuilder())
                {
                    rectangle.AddRoundRect(new SKRoundRect(SKRect.Create(Of("x"), Of("y"), Of("width"), Of("height")), Of("rx")));
                    return rectangle.Detach();
                }

            case "circle":
                using (var circle = new SKPathBuilder())
                {
                    circle.AddCircle(Of("cx"), Of("cy"), Of("r"));
                    return circle.Detach();
                }

            default:
                return null;
        }
    }

    /// <summary>Of the shape itself, or of the group around it.</summary>
    private static string? Said(XElement shape, string name) => shape.AncestorsAndSelf().Select(e => e.Attribute(name)?.Value).FirstOrDefault(v => v is not null);

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);
}
