using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Operator;

/// <summary>The journal as a list that leaves the house. It holds digests, no content.</summary>
internal static class JournalSheet
{
    public static readonly Table<JournalEntry> Entries = new Table<JournalEntry>("journal.title")
        .Number("journal.number", e => e.Id).Instant("journal.at", e => e.At).Code("journal.account", e => e.AccountId?.ToString()).Text("journal.role", e => T(e.Role))
        .Code("journal.organisation", e => e.OrganisationId?.ToString()).Code("journal.token", e => e.TokenId?.ToString())
        .Text("journal.subject", e => e.Subject).Text("journal.reference", e => e.Reference).Text("journal.what", e => e.What)
        .Text("journal.before", e => e.Before).Text("journal.after", e => e.After)
        .Code("journal.input-digest", e => e.InputDigest, 66).Code("journal.digest", e => e.Digest, 66);
}
