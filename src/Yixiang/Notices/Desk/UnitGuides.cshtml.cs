using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>What the unit writes and has published.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitGuidesModel(Db db, Actor actor, NoticeDrafts drafts) : NoticeLists(db, actor, drafts);
