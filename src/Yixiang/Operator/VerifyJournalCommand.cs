using System.CommandLine;
using System.Globalization;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>Checks the journal against its chain and names the first altered or missing entry.</summary>
internal static class VerifyJournalCommand
{
    public static Command Create()
    {
        var anchor = new Option<string?>("--anchor") { Description = T("operator.anchor"), HelpName = "NUMBER:HASH" };
        anchor.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !Anchor.TryRead(text, out _))
            {
                result.AddError(T("operator.anchor-form"));
            }
        });
        return new Command("verify-journal", T("operator.verify-journal")) { anchor }.Does(async (call, stop) =>
        {
            await call.DemandCurrentAsync(stop);
            Anchor.TryRead(call.Parsed.GetValue(anchor) ?? "", out var known);
            var verdict = await JournalProof.VerifyAsync(call.Db, stop, known);
            return new(verdict.Holds ? Outcome.Done : Outcome.Found, Sentence(verdict), verdict);
        });
    }

    public static string Sentence(JournalVerdict verdict) => verdict.Fault is { } fault
        ? T($"journal.fault.{fault}", verdict.EntryId, verdict.SealNumber)
        : T("journal.holds", verdict.Entries.ToString("N0", CultureInfo.InvariantCulture), verdict.Unsealed, $"{verdict.Seals}:{verdict.LastHash}");
}
