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
        using var code = new QRCodeGenerator().CreateQrCode(content, QRCodeGenerator.ECCLevel.M);
        var matrix = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < matrix.Count; y++)
        {
            AppendRow(path, matrix[y], y);
        }

        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {matrix.Count} {matrix.Count}\" role=\"img\" aria-label=\"{System.Net.WebUtility.HtmlEncode(label)}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{matrix.Count}v{matrix.Count}h-{matrix.Count}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>";
    }

    /// <summary>Neighbouring dark modules become one bar.</summary>
    private static void AppendRow(StringBuilder path, System.Collections.BitArray row, int y)
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
                path.Append($"M{start} {y}h{x - start}v1h-{x - start}z");
            }
        }
    }
}
