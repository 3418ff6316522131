using SkiaSharp;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Operator;

/// <summary>The demo's pictures, acceptance reports and documents: drawn once for each kind, kept under one digest.</summary>
internal sealed class DemoPapers(FileStore store, DemoFont font, DemoData data)
{
    private static readonly PdfColumn[] Columns = [new("项目", 1, false), new("内容", 3, false)];

    private readonly Dictionary<DemoSilhouette, StoredContent> drawn = [];

    /// <param name="Digest">Under which the content lies in the store.</param>
    private sealed record StoredContent(string Digest, long Size);

    /// <summary>Puts the picture of its type to a draft, as its unit would; saved with the draft.</summary>
    public async Task ShowAsync(Db db, Filing filing, string type, Act act, CancellationToken stop)
    {
        var silhouette = data.Silhouettes[type];
        if (!drawn.TryGetValue(silhouette, out var content))
        {
            drawn[silhouette] = content = await KeepAsync(Picture(sketch => sketch.Draw(silhouette)), stop);
        }

        Attach(db, filing, AttachmentKind.Picture, "外观示意图（示例）", $"{silhouette}.png".ToLowerInvariant(), "image/png", content, act);
    }

    /// <summary>Puts an acceptance report to a draft.</summary>
    public async Task ReportAsync(Db db, Filing filing, Particulars said, string unit, Act act, CancellationToken stop)
    {
        string[][] rows =
        [
            ["仪器名称", said[Fields.Name]], ["规格型号", said[Fields.Model]], ["生产厂商", said[Fields.Manufacturer]], ["单位编号", said[Fields.OwnNumber]],
            ["原值（元）", said[Fields.OriginalValue]], ["验收日期", said[Fields.AcceptedOn]], ["技术指标", said[Fields.Technical]],
            ["验收结论", "安装调试完成，主要技术指标符合合同要求，同意验收。"], ["说明", "本报告为平台演示材料，内容均为虚构。"],
        ];
        if (Pdf(new("仪器设备验收报告（示例）", unit, $"演示验收〔{said[Fields.AcceptedOn]}〕"), rows) is { } pdf)
        {
            Attach(db, filing, AttachmentKind.AcceptanceReport, null, "验收报告（示例）.pdf", "application/pdf", await KeepAsync(pdf, stop), act);
        }
    }

    /// <summary>A drawing with the stamp of a sample.</summary>
    public byte[] Picture(Action<DemoSketch> draw)
    {
        using var sketch = new DemoSketch();
        draw(sketch);
        using var typeface = font.For([DemoSketch.Stamp]) is { } bytes ? SKTypeface.FromData(SKData.CreateCopy(bytes)) : null;
        return sketch.Finish(typeface);
    }

    /// <summary>A small paper with a heading and lines; null where the machine has no font for it.</summary>
    public byte[]? Pdf(TableHeading heading, params string[][] rows)
    {
        var words = rows.SelectMany(r => r).Concat(Columns.Select(c => c.Title)).Append(heading.Title + heading.Subtitle + heading.DocumentNumber + Texts.T("sheets.page", 1, 1) + "0123456789 ");
        return font.For(words) is { } bytes ? PdfPages.Draw(heading, Columns, [.. rows], bytes) : null;
    }

    private static void Attach(Db db, Filing filing, AttachmentKind kind, string? caption, string name, string type, StoredContent content, Act act)
    {
        var attachment = new Attachment { Kind = kind, FileId = 0, Caption = caption, At = act.At };
        filing.Attachments.Add(attachment);
        db.Entry(attachment).Reference(a => a.File).CurrentValue =
            new StoredFile { Digest = content.Digest, Name = name, ContentType = type, Size = content.Size, StoredAt = act.At, AccountId = act.Actor.AccountId };
        db.Record(JournalEntry.Of("filing", filing.Reference, "attach", act, new { kind, name, content.Digest }));
    }

    private async Task<StoredContent> KeepAsync(byte[] content, CancellationToken stop)
    {
        var (digest, size) = await store.KeepAsync(new MemoryStream(content), content.Length, stop);
        return new(digest, size);
    }
}
