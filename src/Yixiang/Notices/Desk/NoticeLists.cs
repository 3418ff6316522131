using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>All editions that this person may work on, what waits first, and the form that begins a notice.</summary>
public abstract class NoticeLists(Db db, Actor actor, NoticeDrafts drafts) : PageModel
{
    public Page<DeskLine> Lines { get; private set; } = null!;
    public FilterBar Filters { get; private set; } = null!;
    public Pager Pager => new(Lines.Number, Lines.Size, Lines.Total);
    public bool IsDesk => actor.Role == Role.BureauOfficer;
    public string Home => IsDesk ? "/desk/notices" : "/unit/guides";

    /// <summary>What this person may begin.</summary>
    public IReadOnlyList<NoticeKind> Kinds => IsDesk ? Enum.GetValues<NoticeKind>() : [NoticeKind.Guide];

    public async Task OnGetAsync(CancellationToken stop)
    {
        var title = T(IsDesk ? "notice.desk" : "notice.unit-guides");
        ViewData["Title"] = title;
        ViewData["Crumbs"] = IsDesk ? null : new Crumb[] { new(T("nav.unit"), "/unit"), new(title) };
        var question = DeskQuestion.Read(Request.Query);
        Lines = await question.On(db.Editions.AsNoTracking().VisibleTo(actor)).Select(DeskLine.Of).PageAsync(question.Page, Paging.DefaultSize, stop);
        Filter words = new("q", T("notice.words"), question.Words), state = new("state", T("notice.state"), question.State?.ToString(), [.. Enum.GetValues<EditionState>().Select(s => new FilterChoice($"{s}", T(s)))]);
        Filters = IsDesk ? new(words, new("kind", T("notice.kind"), question.Kind?.ToString(), [.. Kinds.Select(k => new FilterChoice($"{k}", T(k)))]), state) : new(words, state);
    }

    public async Task<IActionResult> OnPostAsync(NoticeKind kind, CancellationToken stop)
    {
        if (!ModelState.IsValid || !Kinds.Contains(kind))
        {
            return BadRequest();
        }

        var edition = await drafts.BeginAsync(kind, actor, stop);
        return Redirect($"~{Home}/{edition.Notice.Number}");
    }
}
