using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Decides what becomes of a row, given what is known and which rows came before it.</summary>
internal sealed class RowJudge(bool admits)
{
    /// <summary>Digests of the keys seen so far, with their row: 100,000 rows cost a few megabytes.</summary>
    private readonly Dictionary<(long? Organisation, UInt128 Digest), (int Row, long? Fingerprint)> _seen = [];
    private readonly Dictionary<(long? Organisation, UInt128 Digest), (int Row, long? Fingerprint)> _similar = [];

    public void Judge(Candidate row, IReadOnlyDictionary<string, Known> known, ILookup<long, Alike> alike)
    {
        if (!row.IsOpen)
        {
            return;
        }

        if (Earlier(_seen, row.OwnDigest, row) is { } same)
        {
            var code = same.Fingerprint == row.Fingerprint ? "import-duplicate-row" : "import-duplicate-number";
            row.Messages.Add(RowMessage.Of(new FieldProblem(Fields.OwnNumber.Key, code, same.Row), row[Fields.OwnNumber]));
            row.Outcome = RowOutcome.Duplicate;
            return;
        }

        if (known.GetValueOrDefault(row.MatchKey) is { } found)
        {
            Compare(row, found);
        }
        else
        {
            if (!RemarkSimilar(row))
            {
                RemarkAlike(row, alike);
            }

            row.Accept();
        }
    }

    /// <summary>Only remembers a row that an earlier pass has dealt with.</summary>
    public void Pass(Candidate row)
    {
        if (row.IsOpen)
        {
            Earlier(_seen, row.OwnDigest, row);
        }
    }

    private void Compare(Candidate row, Known found)
    {
        row.Target = found.Reference;
        if (row.AddsNothingTo(found))
        {
            row.Outcome = RowOutcome.Unchanged;
        }
        else if (found.FilingId is not null && (admits || !found.IsEditable))
        {
            row.Reject("", admits ? "import-open-filing" : "import-in-review", found.Reference);
        }
        else
        {
            row.Messages.Add(RowMessage.Remark("", found.FilingId is null ? "import.changes-ledger" : "import.changes-draft", found.Reference));
            row.Accept();
        }
    }

    /// <summary>Another number but the same name, model, day and value: perhaps the same thing, perhaps one of five that were bought together.</summary>
    private bool RemarkSimilar(Candidate row)
    {
        if (row[Fields.OwnNumber].Length > 0 && row[Fields.Model].Length > 0
            && Earlier(_similar, row.AlternativeDigest, row) is { } similar)
        {
            row.Messages.Add(RowMessage.Remark("", "import.similar-row", $"{similar.Row}"));
            return true;
        }

        return false;
    }

    /// <summary>The ledger or an open filing holds the like of it under another number: said beside the row, so that a person decides before it is imported.</summary>
    private static void RemarkAlike(Candidate row, ILookup<long, Alike> alike)
    {
        if (row.Fingerprint is not { } print || !alike.Contains(print))
        {
            return;
        }

        var dated = row[Fields.AcceptedOn].Length > 0 && row[Fields.OriginalValue].Length > 0;
        if (alike[print].FirstOrDefault(a => a.OrganisationId == row.OrganisationId) is { } own)
        {
            row.Messages.Add(RowMessage.Remark("", "import.similar-known", own.Reference));
        }
        else if (dated && alike[print].FirstOrDefault() is { } other)
        {
            row.Messages.Add(RowMessage.Remark("", "import.similar-elsewhere", other.Reference));
        }
    }

    private static (int Row, long? Fingerprint)? Earlier(Dictionary<(long?, UInt128), (int Row, long? Fingerprint)> rows, UInt128 digest, Candidate row)
    {
        var key = (row.OrganisationId, digest);
        return rows.TryAdd(key, (row.RowNumber, row.Fingerprint)) || rows[key].Row == row.RowNumber ? null : rows[key];
    }
}
