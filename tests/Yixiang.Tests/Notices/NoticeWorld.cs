using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using Yixiang.Notices;

namespace Yixiang.Tests.Notices;

/// <summary>Notices by the very ways by which they come into being.</summary>
internal static class NoticeWorld
{
    public static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. Enumerable.Repeat((byte)'x', 3000)];

    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static NoticeInput Input(NoticeKind kind, string title = "标题", string body = "正文", string? english = null, DateOnly? from = null, DateOnly? until = null) => new(
        new()
        {
            Title = title,
            Summary = "一句话",
            Body = body,
            EnglishTitle = english is null ? null : "Title",
            EnglishBody = english,
            DocumentNumber = kind == NoticeKind.Policy ? "市科函〔2023〕5号" : null,
            Place = kind is NoticeKind.OpenDay or NoticeKind.Round ? "晋山理工学院" : null,
        },
        kind is NoticeKind.News or NoticeKind.Guide ? new() : new(from ?? new(2026, 4, 1), until ?? (kind == NoticeKind.Policy ? null : new(2026, 4, 2)), kind == NoticeKind.OpenDay ? new(9, 0) : null, kind == NoticeKind.OpenDay ? new(16, 30) : null),
        null, null, null);

    /// <summary>A notice in its first edition, moved along these moves by those who may.</summary>
    public static Task<Edition> GivenNoticeAsync(this Site site, Actor author, NoticeInput input, NoticeKind kind, params string[] moves) => site.UseAsync(async services =>
    {
        var (drafts, gate) = (services.GetRequiredService<NoticeDrafts>(), services.GetRequiredService<NoticeMoves>());
        var edition = await drafts.BeginAsync(kind, author, default);
        await drafts.SaveAsync(edition, input, edition.Version, author, default);
        var officer = moves.Length == 0 || author.Role == Role.BureauOfficer ? author : await site.GivenActorAsync(Role.BureauOfficer);
        foreach (var name in moves)
        {
            var move = Edition.Lifecycle.Find(name)!;
            await gate.MakeAsync(move, edition, Of(move, site), move.By.Contains(officer.Role) && (author.Role == Role.BureauOfficer || name is "publish" or "return") ? officer : author, default);
        }

        return edition;
    });

    /// <summary>A second edition of a published notice, published in turn.</summary>
    public static Task<Edition> GivenRevisionAsync(this Site site, Edition of, Actor author, NoticeInput input) => site.UseAsync(async services =>
    {
        var (db, drafts, gate) = (services.GetRequiredService<Db>(), services.GetRequiredService<NoticeDrafts>(), services.GetRequiredService<NoticeMoves>());
        var edition = await drafts.ReviseAsync((await db.NoticeForAsync(of.Notice.Number, author, default))!, author, default);
        await drafts.SaveAsync(edition, input, edition.Version, author, default);
        await gate.MakeAsync(Edition.Lifecycle.Publish, edition, new Nothing(), author, default);
        return edition;
    });

    public static object Of(Lifecycle<Edition, EditionState>.Move move, Site site) =>
        move.InputType == typeof(Reason) ? new Reason("统计口径有误")
        : move.InputType == typeof(Appointment) ? new Appointment(CityTime.Local(site.Clock.Now).AddDays(2))
        : new Nothing();

    public static Task<EditionState> StateOfAsync(this Site site, Edition edition) => site.QueryAsync(db => db.Editions.Where(e => e.Id == edition.Id).Select(e => e.State).SingleAsync());
}
