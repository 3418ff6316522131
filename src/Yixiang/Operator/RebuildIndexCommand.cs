using System.CommandLine;
using Yixiang.Kernel;
using Yixiang.Ledger;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Lets every running node read the published ledger anew: the order goes through the journal, which all of them follow.</summary>
internal static class RebuildIndexCommand
{
    public static Command Create() => new Command("rebuild-index", T("operator.rebuild-index")).Does(async (call, stop) =>
    {
        await call.DemandCurrentAsync(stop);
        call.Db.Record(JournalEntry.Of(LedgerFeed.IndexSubject, "ledger", "rebuild", call.Act));
        await call.Db.SaveChangesAsync(stop);
        return new(Outcome.Done, T("operator.index-ordered"), new { ordered = true });
    });
}
