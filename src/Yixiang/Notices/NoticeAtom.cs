using Yixiang.Kernel;
using Yixiang.Ledger;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>What was published last, as Atom (RFC 4287); narrowed by <c>?kind=</c> and <c>?q=</c>. A new edition comes as an update of its entry.</summary>
internal static class NoticeAtom
{
    private const int MostEntries = 50;

    public static void MapNoticeAtom(this IEndpointRouteBuilder app) =>
        app.MapGet("/notices.atom", GiveAsync).Public().ExcludeFromDescription().CacheOutput(LedgerCache.Policy);

    private static async Task<IResult> GiveAsync(HttpRequest request, NoticeReading reading, CityPack pack, CancellationToken stop)
    {
        var question = NoticeQuestion.Read(request.Query, Enum.GetValues<NoticeKind>()) with { Page = 1, When = null, Year = null };
        var lines = await reading.NewestOfAsync(question, MostEntries, stop);
        return Feed(request, lines, pack).Answer();
    }

    private static AtomFeed Feed(HttpRequest request, List<NoticeLine> lines, CityPack pack) => new(
        $"tag:{request.Host.Host},2026:notices{request.QueryString}", $"{pack.City.SiteTitle} · {T("notice.feed")}", lines.Count > 0 ? lines[0].PublishedAt : DateTimeOffset.UnixEpoch,
        [AtomFeed.Self(PageAddress.Of(request, $"/notices.atom{request.QueryString}", ReaderIsEnglish)), AtomLink.Page(PageAddress.Of(request, "/news", ReaderIsEnglish))],
        lines.Select(line => Entry(line, request)))
    {
        Author = pack.City.Bureau.ToString(),
    };

    private static AtomEntry Entry(NoticeLine line, HttpRequest request) => new(
        $"tag:{request.Host.Host},2026:notices/{line.Number}", $"{T(line.Kind)} · {line.Name}", line.PublishedAt, PageAddress.Of(request, line.Path, ReaderIsEnglish), Pick(line.Summary, line.EnglishSummary))
    {
        Author = line.Unit is null ? null : Pick(line.Unit, line.EnglishUnit),
    };
}
