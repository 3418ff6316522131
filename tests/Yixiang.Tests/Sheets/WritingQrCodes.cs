using System.Xml.Linq;
using Yixiang.Sheets;

namespace Yixiang.Tests.Sheets;

public sealed class WritingQrCodes
{
    [Fact]
    public void A_code_is_one_picture_without_styles_and_says_where_it_leads()
    {
        var svg = XDocument.Parse(QrCode.Svg("https://example.org/instruments/JZ-2026-00001", "打开 <仪器> 页面")).Root!;

        Assert.Equal("打开 <仪器> 页面", (string?)svg.Attribute("aria-label"));
        Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), a => a.Name.LocalName == "style");
        Assert.StartsWith("M4 4h7v1h-7z", (string?)svg.Elements().Last().Attribute("d"), StringComparison.Ordinal);
    }
}
