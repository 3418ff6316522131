using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>The files of a draft of the unit.</summary>
[For(Role.UnitAdministrator), StreamedForm, IgnoreAntiforgeryToken, RequestSizeLimit(MostBytes)]
public sealed class UnitGuideFilesModel(Db db, Actor actor, NoticeDrafts drafts, IAntiforgery antiforgery) : NoticeFilesPage(db, actor, drafts, antiforgery);
