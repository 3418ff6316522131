using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using Yixiang.Ledger;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>One of the four lists: news, policies, guides, open days and rounds; what holds now, pinned first.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class NoticeListModel(NoticeReading reading, Actor actor, TimeProvider clock) : PageModel
{
    public Section Section { get; private set; }
    public NoticeQuestion Question { get; private set; } = null!;
    public Page<NoticeLine> Notices { get; private set; } = null!;
    public FilterBar Filters { get; private set; } = null!;
    public DateOnly Today => clock.Today();
    public Pager Pager => new(Notices.Number, Notices.Size, Notices.Total);

    /// <summary>Where this reader writes such things, if anywhere.</summary>
    public Crumb? Write => actor.Role switch
    {
        Role.BureauOfficer => new(T("nav.desk-notices"), "/desk/notices"),
        Role.UnitAdministrator => Section == Section.Guides ? new(T("nav.unit-guides"), "/unit/guides") : null,
        Role.Visitor or Role.User or Role.Technician or Role.CountyOfficer or Role.Expert or Role.Auditor or Role.SystemAdministrator or Role.SecurityAdministrator => null,
    };

    public string Title => T($"notice.section-{Word}");
    public string Word => NoticeAddress.PathOf(Section)[1..];

    public async Task OnGetAsync(string section, CancellationToken stop)
    {
        Section = Enum.Parse<Section>(section, ignoreCase: true);
        var kinds = NoticeAddress.KindsOf(Section);
        Question = NoticeQuestion.Read(Request.Query, kinds);
        Notices = await Paging.OrLastAsync(Question.Page, n => reading.ListAsync(Question with { Page = n }, NoticeReading.PageSize, stop));
        List<Filter> filters = [new("q", T("notice.words"), Question.Words)];
        if (kinds.Count > 1)
        {
            filters.Add(new("kind", T("notice.kind"), Question.Kinds.Count == 1 ? $"{Question.Kinds[0]}" : null, [.. kinds.Select(k => new FilterChoice($"{k}", T(k)))]));
        }

        if (Section is Section.Policies or Section.Events)
        {
            filters.Add(new("when", T(Section == Section.Events ? "notice.when" : "notice.validity"), Question.When, [new(NoticeQuestion.Now, T(Section == Section.Events ? "notice.ahead" : "notice.in-force")), new(NoticeQuestion.Past, T(Section == Section.Events ? "notice.over" : "notice.no-longer"))]));
        }

        filters.Add(new("year", T("notice.year"), Question.Year?.ToString(), [.. (await reading.YearsAsync(kinds, stop)).Select(y => new FilterChoice($"{y}", $"{y}"))]));
        Filters = new(filters);
    }
}
