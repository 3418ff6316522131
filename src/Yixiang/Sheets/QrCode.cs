using System.Text;
using QRCoder;

namespace Yixiang.Sheets;

/// <summary>A QR code as one SVG path, without style attributes, so that it can stand inside a page under a strict content security policy.</summary>
public static class QrCode
{
    /// <param name="content">An address, as a rule.</param>
    /// <param name="label">What the code leads to, for readers who do not see it.</param>
    public static string Svg(string content, string label)
    {
        var (size, bars) = Bars(content);
        var path = new StringBuilder();
        bars.ForEach(b => path.Append($"M{b.X} {b.Y}h{b.Length}v1h-{b.Length}z"));

        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" role=\"img\" aria-label=\"{System.Net.WebUtility.HtmlEncode(label)}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}h-{size}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>";
    }

    /// <summary>The dark bars of a code, for whoever draws it: neighbouring dark modules of a row are one bar.</summary>
    /// <param name="content">An address, as a rule.</param>
    /// <returns>The side in modules, with the quiet zone; and the bars, one module high.</returns>
    internal static (int Size, List<(int X, int Y, int Length)> Bars) Bars(string content)
    {
        using var code = new QRCodeGenerator().CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        List<(int, int, int)> bars = [];
        foreach (var (row, y) in code.ModuleMatrix.Select((row, y) => (row, y)))
        {
            for (var x = 0; x < row.Count; x++)
            {
                var start = x;
                while (x < row.Count && row[x])
                {
                    x++;
                }

                if (x > start)
                {
                    bars.Add((start, y, x - start));
                }
            }
        }

        return (code.ModuleMatrix.Count, bars);
    }
}
