using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>What the bureau writes and has published.</summary>
[For(Role.BureauOfficer)]
public sealed class DeskNoticesModel(Db db, Actor actor, NoticeDrafts drafts) : NoticeLists(db, actor, drafts);
