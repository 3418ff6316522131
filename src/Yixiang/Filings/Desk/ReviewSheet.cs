using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings.Desk;

/// <summary>One field under review.</summary>
/// <param name="Value">For people.</param>
/// <param name="Old">What the ledger said before; null where nothing is compared.</param>
/// <param name="Problem">A sentence, when the value is wrong or missing.</param>
public sealed record ReviewLine(string Key, string Label, string Value, string? Old, string? Problem)
{
    public bool Differs => Old is not null && Old != Value;
}

/// <summary>One part of the form under review.</summary>
public sealed record ReviewSection(FieldSection Section, IReadOnlyList<ReviewLine> Lines);

/// <summary>The whole filing as an officer reads it, beside what the ledger says where there is something to compare.</summary>
/// <param name="Unfilled">Labels of the optional fields that were left empty.</param>
/// <param name="Compared">Whether old and new stand side by side.</param>
public sealed record ReviewSheet(IReadOnlyList<ReviewSection> Sections, IReadOnlyList<string> Unfilled, Findings Findings, bool Compared)
{
    public int Differences => Sections.Sum(s => s.Lines.Count(l => l.Differs));

    public static ReviewSheet Of(Filing filing, Instrument? instrument, Inspector inspector, Codebook codebook)
    {
        var (now, before) = (filing.Particulars(), filing.Kind == FilingKind.Change ? Before(filing, instrument) : null);
        var findings = inspector.Inspect(filing.ResourceKind, now);
        var problems = findings.Blocking.Concat(findings.MissingForNation).GroupBy(p => p.Field.Split('[')[0]).ToDictionary(g => g.Key, g => string.Join(' ', g.Select(p => p.Sentence)));
        var asked = Inspector.Asked(filing.ResourceKind, now).ToList();
        var lines = asked.Select(f => (f.Section, Line: new ReviewLine(f.Key, f.Label, codebook.Show(f, now), before is null ? null : codebook.Show(f, before), problems.GetValueOrDefault(f.Key)))).ToList();
        lines.Add((FieldSection.Openness, new("tariff", Texts.T("field.tariff"), Show(now), before is null ? null : Show(before), problems.GetValueOrDefault("tariff"))));
        var told = lines.Where(l => l.Line is not { Value: "", Old: null or "", Problem: null }).ToLookup(l => l.Section, l => l.Line);
        return new(
            [.. told.OrderBy(g => g.Key).Select(g => new ReviewSection(g.Key, [.. g]))],
            [.. lines.Where(l => l.Line is { Value: "", Old: null or "", Problem: null }).Select(l => l.Line.Label)], findings, before is not null);
    }

    /// <summary>What the ledger said before this filing took effect: the version before its own, or the newest while it is undecided.</summary>
    private static Particulars? Before(Filing filing, Instrument? instrument)
    {
        var own = instrument?.Versions.Find(v => v.FilingReference == filing.Reference);
        var before = own is null ? instrument?.Versions.Find(v => v.Until is null) : instrument!.Versions.Find(v => v.Number == own.Number - 1);
        return before?.Particulars();
    }

    private static string Show(Particulars particulars) => string.Join('\n', particulars.Tariff.Select(line => Texts.T(
        "desk.tariff-line", line.Item, line.Unit, Price(line.Internal), Price(line.External)) + (line.Note is { } note ? Texts.T("desk.tariff-note", note) : "")));

    private static string Price(decimal? yuan) => yuan is { } price ? Yuan.Of(price).ToString() : Texts.T("desk.by-agreement");
}
