using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Voices;

namespace Yixiang.Exchange;

/// <summary>To whom a letter goes.</summary>
/// <param name="AccountId">Null for somebody who spoke without an account.</param>
/// <param name="Name">Empty where none is known.</param>
public sealed record MailReader(long? AccountId, string Name, string Email, CultureInfo Language)
{
    public static MailReader Of(Account account) => new(account.Id, account.DisplayName, account.Email!, account.Language == "en" ? Texts.English : Texts.Chinese);
}

/// <summary>Writes the letters: looks up what they are about and says it in the reader's language.</summary>
public sealed class Letters(Db db, MailLinks links, DailyFigures figures, VoiceLetters voices, SearchLetters searches, MailSettings settings, CityPack pack)
{
    /// <returns>The letter and its reader; null when there is nothing to say any more (link used, account closed, nothing waits).</returns>
    /// <param name="orders">Of one kind and to one reader.</param>
    public async Task<(Letter Letter, MailReader Reader)?> WriteAsync(IReadOnlyList<MailOrder> orders, CancellationToken stop)
    {
        var order = orders[0];
        if (order.Kind is MailKind.ReportAnswered or MailKind.NeedAnswered)
        {
            return order.Kind == MailKind.ReportAnswered ? await voices.ReportAnsweredAsync(order.Reference, stop) : await voices.NeedAnsweredAsync(order.Reference, stop);
        }

        var link = order.Kind is MailKind.Invitation or MailKind.PasswordReset or MailKind.EmailConfirmation
            ? await db.MailLinks.AsNoTracking().SingleOrDefaultAsync(l => l.Reference == order.Reference && l.UsedAt == null, stop) : null;
        var id = order.AccountId ?? link?.AccountId;
        if (await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.ClosedAt == null && a.Email != null, stop) is not { } account)
        {
            return null;
        }

        var reader = MailReader.Of(account);
        var letter = order.Kind switch
        {
            MailKind.Invitation or MailKind.PasswordReset or MailKind.EmailConfirmation => link is null ? null : OfLink(order.Kind, link, reader),
            MailKind.FilingReturned or MailKind.FilingAccepted or MailKind.FilingReminder => await OfFilingsAsync(order.Kind, [.. orders.Select(o => o.Reference).Distinct()], reader, stop),
            MailKind.OrganisationDecided => await OfOrganisationAsync(order, reader, stop),
            MailKind.FilingTerm => await OfTermsAsync(order, reader, stop),
            MailKind.Digest => await DigestAsync(order, reader, stop),
            MailKind.ReportForwarded or MailKind.ReportReminder => await voices.ReportForwardedAsync(order, reader, stop),
            MailKind.SearchDigest => await searches.DigestAsync(order, reader, stop),
            MailKind.NeedForwarded => await voices.NeedForwardedAsync(order.Reference, reader, stop),
            MailKind.ReportAnswered or MailKind.NeedAnswered => null,
        };
        return letter is null ? null : (letter, reader);
    }

    private Letter OfLink(MailKind kind, MailLink link, MailReader reader) =>
        Write(kind.ToString(), reader, [CityTime.Show(link.ExpiresAt)], [], $"/open/{kind}?t={Uri.EscapeDataString(links.Secret(link))}");

    /// <summary>One filing has a letter of its own, with what to do; several have a list, each with its result and its own address.</summary>
    private async Task<Letter?> OfFilingsAsync(MailKind kind, IReadOnlyList<string> references, MailReader reader, CancellationToken stop)
    {
        var filings = await db.Filings.AsNoTracking().Include(f => f.ReturnReasons).Where(f => references.Contains(f.Reference)).OrderBy(f => f.Id).ToListAsync(stop);
        if (filings.Count <= 1)
        {
            return filings.Count == 0 ? null : OfFiling(kind, filings[0], reader);
        }

        var language = reader.Language;
        var letter = Write($"{kind}-many", reader, [filings.Count], [], "/unit/filings");
        return letter with { Items = [.. filings.Select(f => ItemOf(kind, f, language))] };
    }

    private Letter OfFiling(MailKind kind, Filing filing, MailReader reader) => Write(
        kind.ToString(), reader, [filing.Reference, filing.Name], kind == MailKind.FilingAccepted ? [] : [.. ReasonsOf(filing, reader.Language)], PathOf(filing));

    private LetterItem ItemOf(MailKind kind, Filing filing, CultureInfo language) => new(
        filing.Reference, filing.Name, Texts.In(language, $"mail.{kind}-result"), kind == MailKind.FilingAccepted ? [] : [.. ReasonsOf(filing, language)], settings.LinkTo(PathOf(filing), language == Texts.English));

    private static IEnumerable<(string Name, string Value)> ReasonsOf(Filing filing, CultureInfo language) =>
        filing.ReturnReasons.Where(r => r.Round == filing.Round).OrderBy(r => r.Id)
            .Select(r => (r.Field == "" ? Texts.In(language, "mail.whole") : Fields.Find(r.Field) is not null ? Texts.In(language, $"field.{r.Field}") : r.Field, r.Text));

    private static string PathOf(Filing filing) => $"/unit/filings/{filing.Reference}";

    private async Task<Letter?> OfOrganisationAsync(MailOrder order, MailReader reader, CancellationToken stop)
    {
        var organisation = await db.Organisations.AsNoTracking().Named(order.Reference).SingleOrDefaultAsync(stop);
        return organisation?.State switch
        {
            OrganisationState.Verified => Write("OrganisationVerified", reader, [organisation.Name], [], "/sign-in"),
            OrganisationState.Rejected => Write("OrganisationRejected", reader, [organisation.Name, organisation.DecisionNote], [], null),
            _ => null,
        };
    }

    private async Task<Letter?> OfTermsAsync(MailOrder order, MailReader reader, CancellationToken stop)
    {
        var language = reader.Language;
        var due = await figures.DueAsync(long.Parse(order.Reference, CultureInfo.InvariantCulture), order.Since!.Value, order.Day!.Value, stop);
        var rows = due.Select(f => ($"{f.Name} ({f.Reference})", f.DaysLeft >= 0
            ? Texts.In(language, "mail.days-left", CityTime.Show(f.DueOn), f.DaysLeft) : Texts.In(language, "mail.days-over", CityTime.Show(f.DueOn), -f.DaysLeft)));
        return due.Count == 0 ? null : Write(nameof(MailKind.FilingTerm), reader, [due.Count], [.. rows], "/unit/filings");
    }

    private async Task<Letter?> DigestAsync(MailOrder order, MailReader reader, CancellationToken stop)
    {
        var language = reader.Language;
        var waiting = (await figures.WaitingAsync(reader.AccountId!.Value, order.Day!.Value, stop)).Where(w => w.Count > 0).ToList();
        return waiting.Count == 0 ? null
            : Write(nameof(MailKind.Digest), reader, [CityTime.Show(order.Day.Value)], [.. waiting.Select(w => (Texts.In(language, $"mail.waits-{w.What}"), $"{w.Count}"))], "/desk");
    }

    private Letter Write(string kind, MailReader reader, object?[] args, IReadOnlyList<(string Name, string Value)> rows, string? path) => Letter.Of(kind, reader, args, rows, path, settings, pack);
}
