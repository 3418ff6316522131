using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Browsing;
using Yixiang.Ledger.Figures;
using Yixiang.Notices;

namespace Yixiang.Site;

/// <summary>The front page answers three questions at one look: what can I measure here, how do I ask, what does it cost.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class IndexModel(Db db, FiguresOfNow now, NoticeReading notices, CityPack pack, CodeTables tables, TimeProvider clock) : PageModel
{
    public sealed record Share(string Code, string Name, int Count);

    /// <summary>What instruments of one fee basis cost at the lowest.</summary>
    public sealed record Cost(string Code, string Name, int Count, IReadOnlyList<PriceSpan> Prices);

    public sealed record Announced(int Number, string Title, int Count, DateTimeOffset At);

    public City City => pack.City;
    public DateOnly Today => clock.Today();
    public LedgerFigures Figures { get; private set; } = null!;
    public WhatIsHere Words { get; private set; } = null!;
    public MapView? Map { get; private set; }
    public IReadOnlyList<Share> ByClass { get; private set; } = [];
    public IReadOnlyList<Share> ByArea { get; private set; } = [];
    public IReadOnlyList<Cost> Costs { get; private set; } = [];
    public IReadOnlyList<Announced> Batches { get; private set; } = [];

    public IReadOnlyList<NoticeLine> Notices { get; private set; } = [];

    public string TitleOf(Announced batch) => pack.BatchTitle(batch.Number, batch.Title);

    public async Task OnGetAsync(CancellationToken stop)
    {
        Notices = await notices.NewestAsync(3, stop);
        (Figures, Words) = (now.Figures, now.Words);
        Map = MapView.Of(pack, Figures);
        ByClass = [.. Figures.By(Grouping.Class).Select(f => (Code: f.Code.PadRight(6, '0'), f.Instruments)).Select(f => new Share(f.Code, tables.InstrumentClasses.NameOf(f.Code), f.Instruments))];
        ByArea = [.. pack.Areas.Select(a => new Share(a.Code, a.Name.ToString(), Figures.Of(Grouping.Area, a.Code).Instruments))];
        Costs = [.. tables["fee-basis"].Rows.Select(r => new Cost(r.Code, tables["fee-basis"].NameOf(r.Code), Figures.Of(Grouping.FeeBasis, r.Code).Instruments, Figures.Prices.GetValueOrDefault(r.Code) ?? [])).Where(c => c.Count > 0)];
        Batches = await db.Batches.AsNoTracking().Where(b => b.State == BatchState.Published).OrderByDescending(b => b.Number).Take(3)
            .Select(b => new Announced(b.Number, b.Title, b.Items.Count, b.PublishedAt!.Value)).ToListAsync(stop);
    }
}
