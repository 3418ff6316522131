using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Province;

/// <summary>What a row of the answer leads to.</summary>
public enum ReceiptEffect
{
    /// <summary>It now stands on the platform.</summary>
    List,

    /// <summary>It stands there although it was not recommended from here.</summary>
    Enter,

    Refuse,

    /// <summary>It stood there already, with another number or address.</summary>
    Correct,

    /// <summary>Known already.</summary>
    Same,

    /// <summary>Cannot be taken.</summary>
    Wrong,
}

/// <summary>A row of the answer with what it leads to.</summary>
/// <param name="Name">Of the instrument, where it is known.</param>
/// <param name="Recommendation">The reference of the recommendation that it speaks of.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record ReceiptRow(ReceiptLine Line, ReceiptEffect Effect, string? Name, string? Recommendation, FieldProblem? Problem)
{
    public bool IsGood => Effect != ReceiptEffect.Wrong;

    public bool Changes => Effect is not (ReceiptEffect.Wrong or ReceiptEffect.Same);
}

/// <summary>Judges the rows of an answer against what stands in the books now, and takes the good ones.</summary>
public sealed class ReceiptJudging(Db db, Recommendations recommendations, TimeProvider clock)
{
    private const int Together = 500;
    private static readonly string[] Yes = ["通过", "审核通过", "已通过", "入网", "已入网", "已入", "入库", "已入库", "成功", "同意", "合格", "是", "已发布", "发布", "已上线", "接收", "已接收", "accepted", "listed", "ok", "yes", "passed"];
    private static readonly string[] No = ["不通过", "未通过", "审核不通过", "退回", "已退回", "驳回", "已驳回", "拒绝", "不同意", "不合格", "否", "失败", "未入网", "不予入网", "refused", "rejected", "no", "failed"];

    /// <summary>What the books say of an instrument: the recommendation that is open, and the last that ended.</summary>
    private sealed record Standing(Candidate Candidate, Recommendation? Open, Recommendation? Ended);

    /// <summary>What was read from the books before the rows are judged.</summary>
    private sealed record Books(Dictionary<string, Standing> Known, Dictionary<string, string> Owners, DateOnly Today, DateTimeOffset ReceivedAt)
    {
        public HashSet<string> Said { get; } = [];

        /// <summary>To which instruments this answer has given numbers so far.</summary>
        public Dictionary<string, string> Given { get; } = [];
    }

    /// <summary>Judges without changing anything.</summary>
    public async Task<IReadOnlyList<ReceiptRow>> JudgeAsync(Receipt receipt, CancellationToken stop)
    {
        var lines = receipt.Lines;
        return Judge(lines, new(await KnownAsync(lines, tracked: false, stop), await OwnersAsync(lines, stop), clock.Today(), receipt.ReceivedAt));
    }

    /// <summary>Judges anew and makes every move that a good row leads to; the caller saves.</summary>
    internal async Task<IReadOnlyList<ReceiptRow>> TakeAsync(Receipt receipt, Act act, CancellationToken stop)
    {
        var lines = receipt.Lines;
        var known = await KnownAsync(lines, tracked: true, stop);
        var rows = Judge(lines, new(known, await OwnersAsync(lines, stop), CityTime.DateOf(act.At), receipt.ReceivedAt));
        var entering = rows.Count(r => r.Effect == ReceiptEffect.Enter);
        var year = CityTime.DateOf(act.At).Year;
        var next = entering > 0 ? await db.TakeAsync($"P{year}", entering, stop) : 0;
        foreach (var row in rows.Where(r => r.Changes))
        {
            var standing = known[row.Line.Instrument];
            if (row.Effect == ReceiptEffect.Enter)
            {
                recommendations.Enter(standing.Candidate, Numbers.Reference("P", year, next++), EntryOf(row.Line), act);
                continue;
            }

            db.Record(row.Effect switch
            {
                ReceiptEffect.Refuse => Recommendation.Lifecycle.Refuse.Fire(act, standing.Open!, new(row.Line.Reason)),
                ReceiptEffect.Correct => Recommendation.Lifecycle.Correct.Fire(act, standing.Open!, EntryOf(row.Line, standing.Open)),
                _ => Recommendation.Lifecycle.List.Fire(act, standing.Open!, EntryOf(row.Line)),
            });
        }

        return rows;
    }

    private static IReadOnlyList<ReceiptRow> Judge(IReadOnlyList<ReceiptLine> lines, Books books) =>
    [.. lines.Select(line =>
    {
        var standing = books.Known.GetValueOrDefault(line.Instrument);
        var (effect, problem) = Judge(line, standing, books);
        return new ReceiptRow(line, effect, standing?.Candidate.Version.Name, (standing?.Open ?? standing?.Ended)?.Reference, problem);
    })];

    private static (ReceiptEffect, FieldProblem?) Judge(ReceiptLine line, Standing? standing, Books books)
    {
        if (line.Instrument == "")
        {
            return Wrong("instrument", "required");
        }

        if (standing is null)
        {
            return Wrong("instrument", "receipt-unknown", line.Instrument);
        }

        if (!books.Said.Add(line.Instrument))
        {
            return Wrong("instrument", "receipt-twice", line.Instrument);
        }

        return IsListed(line) switch
        {
            null when line.Result == "" => Wrong("result", "receipt-no-result"),
            null => Wrong("result", "receipt-result-not-understood", line.Result),
            false => JudgeRefusal(line, standing, books.ReceivedAt),
            true => JudgeListing(line, standing, books),
        };
    }

    /// <summary>What the result says; where none is given, a number says yes and a reason alone says no.</summary>
    private static bool? IsListed(ReceiptLine line)
    {
        var result = line.Result.ToLowerInvariant();
        return No.Contains(result) ? false
            : Yes.Contains(result) ? true
            : result != "" ? null
            : line.Number != "" ? true
            : line.Reason != "" ? false : null;
    }

    /// <summary>An answer speaks of what was sent before it came: what was sent again since waits for another.</summary>
    private static (ReceiptEffect, FieldProblem?) JudgeRefusal(ReceiptLine line, Standing standing, DateTimeOffset receivedAt) =>
        line.Reason.Length is < 2 or > 500 ? Wrong("reason", "receipt-reason")
        : standing.Open is { State: RecommendationState.Sent } sent && sent.SentAt <= receivedAt ? (ReceiptEffect.Refuse, null)
        : standing.Ended is { State: RecommendationState.Refused } ended && ended.Why == line.Reason ? (ReceiptEffect.Same, null)
        : standing.Open is { State: RecommendationState.Sent } ? Wrong("instrument", "receipt-older")
        : standing.Open is { } open ? Wrong("instrument", "receipt-not-sent", Texts.T(open.State))
        : Wrong("instrument", "receipt-not-recommended");

    private static (ReceiptEffect, FieldProblem?) JudgeListing(ReceiptLine line, Standing standing, Books books)
    {
        if (line.ListedOn != "" && DayOf(line.ListedOn) is null)
        {
            return Wrong("listedOn", "date", line.ListedOn);
        }

        if (DayOf(line.ListedOn) > books.Today)
        {
            return Wrong("listedOn", "date-in-future", line.ListedOn);
        }

        var entry = EntryOf(line);
        if (entry.Validate(new ValidationContext(entry)).FirstOrDefault() is { } invalid)
        {
            return Wrong(invalid.MemberNames.First().ToLowerInvariant(), invalid.ErrorMessage!);
        }

        if (books.Owners.TryGetValue(line.Number, out var owner) && owner != line.Instrument)
        {
            return Wrong("number", "receipt-number-taken", line.Number, owner);
        }

        if (!books.Given.TryAdd(line.Number, line.Instrument))
        {
            return Wrong("number", "receipt-number-taken", line.Number, books.Given[line.Number]);
        }

        return standing switch
        {
            { Open: { State: RecommendationState.Listed } open } => (open.NumberThere == line.Number && (line.Address == "" || open.AddressThere == line.Address) ? ReceiptEffect.Same : ReceiptEffect.Correct, null),
            { Open: { } open } => (open.SentAt ?? open.ProposedAt) <= books.ReceivedAt ? (ReceiptEffect.List, null) : Wrong("instrument", "receipt-older"),
            { Ended: { } ended } when ended.EndedAt > books.ReceivedAt => ended.NumberThere == line.Number ? (ReceiptEffect.Same, null) : Wrong("instrument", "receipt-older"),
            { Candidate.Instrument.State: InstrumentState.Published } => (ReceiptEffect.Enter, null),
            _ => Wrong("instrument", "receipt-not-published"),
        };
    }

    private static (ReceiptEffect, FieldProblem?) Wrong(string field, string code, params object?[] args) => (ReceiptEffect.Wrong, new(field, code, args));

    /// <summary>An address that the answer is silent about stays as it was.</summary>
    private static PlatformEntry EntryOf(ReceiptLine line, Recommendation? known = null) => new(line.Number, line.Address == "" ? known?.AddressThere : line.Address, DayOf(line.ListedOn));

    private static DateOnly? DayOf(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private async Task<Dictionary<string, Standing>> KnownAsync(IReadOnlyList<ReceiptLine> lines, bool tracked, CancellationToken stop)
    {
        Dictionary<string, Standing> known = [];
        foreach (var some in lines.Select(l => l.Instrument).Where(r => r != "").Distinct().Chunk(Together))
        {
            var candidates = await recommendations.FindAsync(some, stop);
            List<long> ids = [.. candidates.Values.Select(c => c.Instrument.Id)];
            var rows = tracked ? db.Recommendations : db.Recommendations.AsNoTracking();
            var open = await rows.Open().Where(r => ids.Contains(r.InstrumentId)).ToDictionaryAsync(r => r.InstrumentId, stop);
            var ended = await db.Recommendations.AsNoTracking().Where(r => ids.Contains(r.InstrumentId) && r.EndedAt != null).OrderBy(r => r.Id).ToListAsync(stop);
            var last = ended.GroupBy(r => r.InstrumentId).ToDictionary(g => g.Key, g => g.Last());
            foreach (var (reference, candidate) in candidates)
            {
                known[reference] = new(candidate, open.GetValueOrDefault(candidate.Instrument.Id), last.GetValueOrDefault(candidate.Instrument.Id));
            }
        }

        return known;
    }

    /// <summary>To which instruments the numbers of the answer belong now.</summary>
    private async Task<Dictionary<string, string>> OwnersAsync(IReadOnlyList<ReceiptLine> lines, CancellationToken stop)
    {
        Dictionary<string, string> owners = [];
        foreach (var some in lines.Select(l => l.Number).Where(n => n != "").Distinct().Chunk(Together))
        {
            var found = await (from r in db.ListedThere where some.Contains(r.NumberThere!) join i in db.Instruments on r.InstrumentId equals i.Id select new { r.NumberThere, i.Reference }).ToListAsync(stop);
            found.ForEach(f => owners[f.NumberThere!] = f.Reference);
        }

        return owners;
    }
}
