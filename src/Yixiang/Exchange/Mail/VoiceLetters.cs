using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using Yixiang.Voices;

namespace Yixiang.Exchange;

/// <summary>Letters about what the public says: to the unit that has to answer, and to whoever left a mail address without having an account.</summary>
public sealed class VoiceLetters(Db db, Envelopes envelopes, LedgerIndex index, MailSettings settings, CityPack pack)
{
    /// <summary>The unit is told that something waits, with its term; the reporter's words stay on the page behind the sign-in.</summary>
    public async Task<Letter?> ReportForwardedAsync(MailOrder order, MailReader reader, CancellationToken stop)
    {
        var row = await db.ReportRowsOf(db.ProblemReports.AsNoTracking().Where(r => r.Reference == order.Reference && r.State == ReportState.Forwarded)).SingleOrDefaultAsync(stop);
        return row is null ? null : Letter.Of($"{order.Kind}", reader, [row.Reference, row.About, CityTime.Show(row.DueOn)], EntryOf(row, reader), $"/unit/reports/{row.Reference}", settings, pack);
    }

    /// <returns>Null when no mail address was left, or it is erased.</returns>
    public async Task<(Letter Letter, MailReader Reader)?> ReportAnsweredAsync(string reference, CancellationToken stop)
    {
        var report = await db.ProblemReports.AsNoTracking().SingleOrDefaultAsync(r => r.Reference == reference, stop);
        if (report?.Answer is null || envelopes.Open(report.Secret) is not { IsMail: true } envelope)
        {
            return null;
        }

        var row = await db.ReportRowsOf(db.ProblemReports.AsNoTracking().Where(r => r.Id == report.Id)).SingleAsync(stop);
        var reader = new MailReader(null, "", envelope.Contact, report.Language == "en" ? Texts.English : Texts.Chinese);
        IReadOnlyList<(string, string)> rows = [.. EntryOf(row, reader), (Texts.In(reader.Language, "report.answer"), report.Answer)];
        return (Letter.Of($"{MailKind.ReportAnswered}", reader, [row.Reference, row.About], rows, $"/reports/{envelope.ReceiptCode}", settings, pack), reader);
    }

    /// <summary>A unit is told that a need may concern it; what is asked stays on the page behind the sign-in.</summary>
    public async Task<Letter?> NeedForwardedAsync(string reference, MailReader reader, CancellationToken stop) =>
        await db.Needs.AnyAsync(n => n.Reference == reference && n.State == NeedState.Matching, stop)
            ? Letter.Of($"{MailKind.NeedForwarded}", reader, [reference], [], "/unit/needs", settings, pack) : null;

    /// <summary>The asker is told the instruments that may serve and are on the ledger still.</summary>
    /// <returns>Null when no mail address was left, or it is erased.</returns>
    public async Task<(Letter Letter, MailReader Reader)?> NeedAnsweredAsync(string reference, CancellationToken stop)
    {
        var need = await db.Needs.AsNoTracking().Include(n => n.Matches).ThenInclude(m => m.Instrument).SingleOrDefaultAsync(n => n.Reference == reference, stop);
        if (need?.Answer is null || envelopes.Open(need.Secret) is not { IsMail: true } envelope)
        {
            return null;
        }

        var reader = new MailReader(null, "", envelope.Contact, need.Language == "en" ? Texts.English : Texts.Chinese);
        var letter = Letter.Of($"{MailKind.NeedAnswered}", reader, [need.Reference], [(Texts.In(reader.Language, "report.answer"), need.Answer)], $"/needs/{envelope.ReceiptCode}", settings, pack);
        var found = index.Entries(need.Matches.OrderBy(m => m.Id).Select(m => m.Instrument.Reference));
        return (letter with
        {
            ResultHead = "mail.unit",
            Items = [.. found.Select(e => new LetterItem(e.Listing.Reference, e.NameFor(reader.Language == Texts.English), e.Listing.OrganisationName, [], settings.LinkTo($"/instruments/{e.Listing.Reference}", reader.Language == Texts.English)))],
        }, reader);
    }

    /// <summary>Names the instrument by its number, by which a purge finds the mail (A1).</summary>
    private static IReadOnlyList<(string Name, string Value)> EntryOf(ReportRow row, MailReader reader) =>
        row.InstrumentReference is { } instrument ? [(Texts.In(reader.Language, "mail.name"), $"{row.InstrumentName} {instrument}")] : [];
}
