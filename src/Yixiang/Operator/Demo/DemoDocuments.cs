using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Operator;

/// <summary>The units of the demo hand in their rules and certificates: some public, some internal, one replaced by a newer version, some run out.</summary>
internal sealed class DemoDocuments(DemoScene scene, Documents documents, DemoPapers papers)
{
    private readonly DemoPast past = scene.Past;
    private readonly Dictionary<string, byte[]> drawn = [];

    public void Tell()
    {
        foreach (var (unit, i) in scene.Data.Organisations.Values.Where(o => o.State == DemoStanding.Verified).Select((o, i) => (o, i)))
        {
            On(unit, new(2023, 4, 3), "sharing-rules", "科研仪器设备开放共享管理办法（演示）", new(2023, 3, 28), null, open: true);
            if (i % 3 == 0)
            {
                On(unit, new(2023, 5, 12), "incentive", "仪器开放共享绩效激励办法（演示）", new(2023, 5, 8), null, open: false);
            }

            if (i % 4 == 0)
            {
                On(unit, past.DaysAgo(300), "cma", "检验检测机构资质认定证书（演示）", past.DaysAgo(i % 8 == 0 ? 2200 : 400), past.DaysAgo(i % 8 == 0 ? 10 : -1700), open: true);
            }
        }

        var first = scene.Data.Organisations.Values.First(o => o.State == DemoStanding.Verified);
        On(first, past.DaysAgo(200), "cnas", "实验室认可证书（演示）", past.DaysAgo(600), past.DaysAgo(-900), open: true);
        On(first, past.DaysAgo(40), "sharing-rules", "科研仪器设备开放共享管理办法（修订，演示）", past.DaysAgo(45), null, open: true, newer: true);
        On(first, past.DaysAgo(30), "decision", "大型仪器集中管理专题会议纪要（演示）", past.DaysAgo(33), null, open: false);
    }

    private void On(DemoOrganisation unit, DateOnly day, string kind, string title, DateOnly issued, DateOnly? until, bool open, bool newer = false) => past.On(day, async stop =>
    {
        var home = await past.Db.Organisations.SingleAsync(o => o.Uscc == unit.Uscc, stop);
        var older = newer ? await past.Db.Documents.Where(d => d.OrganisationId == home.Id && d.KindCode == kind && d.State == DocumentState.Current).Select(d => d.Reference).FirstAsync(stop) : null;
        var paper = drawn.TryGetValue(title, out var known) ? known : drawn[title] = papers.Pdf(
            new(title, "演示单位"), ["第一条", "为推进科研仪器设备开放共享，制定本文件。"], ["第二条", "仪器设备在满足本单位使用的前提下对外开放。"], ["说明", "本文件为平台演示材料，内容均为虚构。"])
            ?? await File.ReadAllBytesAsync(Path.Combine(CityPack.Folder, "demo", "licence.pdf"), stop);
        await documents.AddAsync(home.Id, new(kind, title, issued, until, open, older), $"{title}.pdf", new MemoryStream(paper), scene.People[$"{unit.Key}-admin"], stop);
    });
}
