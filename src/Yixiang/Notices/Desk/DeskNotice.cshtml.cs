using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Notices;

/// <summary>The bureau's editor of one notice; a unit's guide is only looked at and decided on here.</summary>
[For(Role.BureauOfficer)]
public sealed class DeskNoticeModel(Db db, Actor actor, NoticeDrafts drafts, NoticeMoves moves, CodeTables tables, Lexicon lexicon, TimeProvider clock)
    : NoticeEditor(db, actor, drafts, moves, tables, lexicon, clock);
