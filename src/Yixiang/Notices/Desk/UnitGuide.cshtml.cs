using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Notices;

/// <summary>A unit's editor of one guide of its own.</summary>
[For(Role.UnitAdministrator)]
public sealed class UnitGuideModel(Db db, Actor actor, NoticeDrafts drafts, NoticeMoves moves, CodeTables tables, Lexicon lexicon, TimeProvider clock)
    : NoticeEditor(db, actor, drafts, moves, tables, lexicon, clock);
