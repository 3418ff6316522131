using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>A notice as lists show it.</summary>
public sealed record NoticeLine(
    int Number, NoticeKind Kind, bool Pinned, int Version, string Title, string? EnglishTitle, string Summary, string? EnglishSummary, string? DocumentNumber, string? Issuer,
    string? Place, string? EnglishPlace, DateOnly? From, DateOnly? Until, TimeOnly? Opens, TimeOnly? Closes, DateTimeOffset PublishedAt, string? Unit, string? EnglishUnit)
{
    public string Path => NoticeAddress.Of(Kind, Number);

    public Span Span => new(From, Until, Opens, Closes);

    /// <summary>In the reader's language; Chinese where there is no English.</summary>
    public string Name => Pick(Title, EnglishTitle);

    /// <summary>The language in which <see cref="Name"/> stands, where it is not the page's.</summary>
    public string? NameLanguage => ReaderIsEnglish && string.IsNullOrEmpty(EnglishTitle) ? "zh-CN" : null;

    public static readonly Expression<Func<Edition, NoticeLine>> Of = e => new(
        e.Notice.Number, e.Notice.Kind, e.Notice.Pinned, e.Number!.Value, e.Wording.Title, e.Wording.EnglishTitle, e.Wording.Summary, e.Wording.EnglishSummary, e.Wording.DocumentNumber, e.Wording.Issuer,
        e.Wording.Place, e.Wording.EnglishPlace, e.Span.From, e.Span.Until, e.Span.Opens, e.Span.Closes, e.PublishedAt!.Value, e.Notice.Organisation!.Name, e.Notice.Organisation.EnglishName);
}

/// <summary>A notice as the public reads it.</summary>
/// <param name="Edition">The edition that is read; for a withdrawn notice the last, of which only the title may be told.</param>
/// <param name="Editions">All that were published, newest first.</param>
public sealed record NoticeView(Notice Notice, Edition Edition, IReadOnlyList<Edition> Editions)
{
    public bool IsWithdrawn => Editions[0].State == EditionState.Withdrawn;

    public bool IsCurrent => Edition.State == EditionState.Published;

    public string Title => Pick(Edition.Wording.Title, Edition.Wording.EnglishTitle);
}

/// <summary>What the public reads.</summary>
public sealed class NoticeReading(Db db, TimeProvider clock)
{
    public const int PageSize = 20;

    public Task<Page<NoticeLine>> ListAsync(NoticeQuestion question, int size, CancellationToken stop) => Ordered(question).Select(NoticeLine.Of).PageAsync(question.Page, size, stop);

    /// <summary>The same over the API: nothing beyond the last page.</summary>
    public Task<Page<NoticeLine>> ExactListAsync(NoticeQuestion question, int size, CancellationToken stop) => Ordered(question).Select(NoticeLine.Of).ExactPageAsync(question.Page, size, stop);

    public IAsyncEnumerable<NoticeLine> All(NoticeQuestion question) => Ordered(question).Select(NoticeLine.Of).AsAsyncEnumerable();

    /// <summary>The newest publications of any kind.</summary>
    public Task<List<NoticeLine>> NewestAsync(int count, CancellationToken stop) => NewestOfAsync(new(Enum.GetValues<NoticeKind>(), null, null, null, 1), count, stop);

    /// <summary>In the order of publication, whatever is pinned.</summary>
    public Task<List<NoticeLine>> NewestOfAsync(NoticeQuestion question, int count, CancellationToken stop) =>
        question.On(db.Editions.AsNoTracking().Current(), clock.Today()).OrderByDescending(e => e.PublishedAt).ThenByDescending(e => e.Id).Take(count).Select(NoticeLine.Of).ToListAsync(stop);

    /// <summary>The years in which something of these kinds was published, newest first.</summary>
    public async Task<IReadOnlyList<int>> YearsAsync(IReadOnlyList<NoticeKind> kinds, CancellationToken stop)
    {
        var first = await db.Editions.Current().Where(e => kinds.Contains(e.Notice.Kind)).MinAsync(e => e.PublishedAt, stop);
        return first is { } earliest ? [.. Enumerable.Range(CityTime.DateOf(earliest).Year, clock.Today().Year - CityTime.DateOf(earliest).Year + 1).Reverse()] : [];
    }

    /// <param name="version">Null for what holds now.</param>
    /// <returns>Null when there is no such notice or version that was ever published.</returns>
    public async Task<NoticeView?> FindAsync(int number, int? version, CancellationToken stop)
    {
        var editions = await db.Editions.AsNoTracking().Include(e => e.Notice).ThenInclude(n => n.Organisation).Include(e => e.Files).ThenInclude(f => f.File).AsSplitQuery()
            .Where(e => e.Notice.Number == number && e.PublishedAt != null).OrderByDescending(e => e.Number).ToListAsync(stop);
        var edition = version is null ? editions.FirstOrDefault() : editions.Find(e => e.Number == version);
        return edition is null || (version is not null && editions[0].State == EditionState.Withdrawn) ? null : new(edition.Notice, edition, editions);
    }

    /// <summary>Reference of a published instrument that has not left the ledger.</summary>
    public Task<string?> InstrumentOfAsync(long id, CancellationToken stop) =>
        db.Set<Instrument>().Where(i => i.Id == id && i.PublishedAt != null && i.ExitedAt == null).Select(i => i.Reference).SingleOrDefaultAsync(stop);

    /// <summary>Guides for one instrument: its own first, then those of its class and those of its techniques.</summary>
    public async Task<IReadOnlyList<Edition>> GuidesOfAsync(long? instrument, string classCode, IReadOnlyList<string> techniques, CancellationToken stop)
    {
        string[] classes = [.. Enumerable.Range(1, classCode.Length / 2).Select(n => classCode[..(2 * n)].PadRight(classCode.Length, '0')).Distinct()];
        return await db.Editions.AsNoTracking().Include(e => e.Notice).Include(e => e.Files).ThenInclude(f => f.File).Current()
            .Where(e => e.Notice.Kind == NoticeKind.Guide && ((instrument != null && e.InstrumentId == instrument) || classes.Contains(e.ClassCode!) || techniques.Contains(e.Technique!)))
            .OrderBy(e => e.InstrumentId != null ? 0 : e.ClassCode != null ? 1 : 2).ThenByDescending(e => e.PublishedAt).Take(12).ToListAsync(stop);
    }

    private IQueryable<Edition> Ordered(NoticeQuestion question)
    {
        var today = clock.Today();
        var found = question.On(db.Editions.AsNoTracking().Current(), today);
        return question.Kinds.All(k => NoticeAddress.SectionOf(k) == Section.Events)
            ? found.OrderByDescending(e => e.Notice.Pinned).ThenBy(e => e.Span.Until >= today ? 0 : 1).ThenBy(e => e.Span.Until >= today ? e.Span.From : null).ThenByDescending(e => e.Span.From).ThenByDescending(e => e.Id)
            : found.OrderByDescending(e => e.Notice.Pinned).ThenByDescending(e => e.PublishedAt).ThenByDescending(e => e.Id);
    }
}
