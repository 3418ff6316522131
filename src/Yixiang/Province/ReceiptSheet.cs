using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Province;

/// <summary>Reads the province's answer from a spreadsheet, whatever its columns are called and in whatever order they stand.</summary>
internal static class ReceiptSheet
{
    public const int MostRows = 5_000;
    public const long MostBytes = 8L << 20;

    private static readonly FieldLexicon Headings = new(
    [
        new("instrument", ["仪器编号", "Instrument"], ["市平台编号", "市级编号", "市台账编号", "台账编号", "我方编号", "推荐编号", "管理系统编号", "市级平台仪器编号", "our number", "reference", "instrument number"]),
        new("number", ["省平台编号", "Number there"], ["省级平台编号", "省平台仪器编号", "省级网络平台编号", "平台编号", "省编号", "入网编号", "省级编号", "省平台资源编号", "provincial number", "platform number"]),
        new("address", ["省平台网址", "Address there"], ["网址", "链接", "网页地址", "平台网址", "访问地址", "省平台链接", "省平台地址", "address", "url", "link", "provincial address"]),
        new("result", ["审核结果", "Result"], ["结果", "处理结果", "审核意见", "是否通过", "是否入网", "入网情况", "状态", "审核状态", "result", "status", "decision"]),
        new("reason", ["原因", "Reason"], ["退回原因", "未通过原因", "不通过原因", "驳回原因", "理由", "说明", "备注", "reason", "remark", "note"]),
        new("listedOn", ["入网日期", "Listed on"], ["入库日期", "审核日期", "通过日期", "发布日期", "上线日期", "日期", "listed on", "date"]),
    ]);

    /// <summary>The rows of the sheet whose headings are best known.</summary>
    /// <param name="seekable">Is disposed of.</param>
    /// <exception cref="RefusedException">No spreadsheet, too large, or without a column for our number and for what the province says.</exception>
    public static IReadOnlyList<ReceiptLine> Read(Stream seekable, string fileName)
    {
        using var file = SheetFile.Open(seekable, fileName, SheetLimits.Default with { MaxBytes = MostBytes, MaxRows = MostRows });
        var table = SheetTable.Find(file, Headings);
        // A heading that only resembles one is not taken: what is written down as the province's word must not rest on a guess.
        var columns = Headings.Guess(table.Header.Columns).Where(g => g.Match != HeadingMatch.Contained).ToDictionary(g => g.Field, g => g.Column);
        if (!columns.ContainsKey("instrument") || !(columns.ContainsKey("number") || columns.ContainsKey("result")))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "receipt-no-columns"));
        }

        List<ReceiptLine> lines = [];
        using var rows = table.Rows();
        while (rows.Read())
        {
            string Say(string field) => columns.TryGetValue(field, out var column) ? Tidy(rows[column].ToString()) : "";
            lines.Add(new(rows.RowNumber, Say("instrument").ToUpperInvariant(), Say("number"), Say("address"), Say("result"), Say("reason"), Say("listedOn")));
        }

        return lines.Count > 0 ? lines : throw new RefusedException(new(RefusalKind.WrongInput, "receipt-empty"));
    }

    /// <summary>Blanks of every width, and the one-quote with which spreadsheets and our own exports mark text, are no part of what is said.</summary>
    private static string Tidy(string text)
    {
        var said = text.Replace('\u3000', ' ').Trim().TrimStart('\'');
        return said.Length > 600 ? said[..600] : said;
    }
}
