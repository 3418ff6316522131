using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>The files of a draft of the bureau.</summary>
[For(Role.BureauOfficer), StreamedForm, IgnoreAntiforgeryToken, RequestSizeLimit(MostBytes)]
public sealed class DeskNoticeFilesModel(Db db, Actor actor, NoticeDrafts drafts, IAntiforgery antiforgery) : NoticeFilesPage(db, actor, drafts, antiforgery);
