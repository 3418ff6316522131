using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>What somebody says is wrong.</summary>
/// <param name="Kind">Code of the table <c>report-kind</c>.</param>
/// <param name="Text">5 to 2,000 characters.</param>
/// <param name="Contact">Mail or telephone, if the reporter wants to be reached.</param>
/// <param name="Consent">To the keeping of the contact until its term.</param>
public sealed record ReportInput(string? Kind, string? Text, string? Contact = null, bool Consent = false)
{
    public IReadOnlyList<FieldProblem> Problems(CodeTables tables) =>
    [
        .. tables["report-kind"].Has(Kind ?? "") ? Array.Empty<FieldProblem>() : [new("kind", "report-kind")],
        .. (Text ?? "").Trim().Length is >= 5 and <= ProblemReport.LongestText ? Array.Empty<FieldProblem>() : [new("text", "report-text-length")],
        .. Voices.Contact.Problems(Contact, Consent),
    ];
}

/// <summary>What a report is about, as the public sees it.</summary>
/// <param name="InstrumentId">Null where the whole organisation is meant.</param>
/// <param name="Path">The public page of it.</param>
public sealed record ReportedEntry(long? InstrumentId, string Name, string Path, Organisation Organisation);

/// <summary>The gate of reports: how they come in, how they move, and that nobody is reminded twice a day.</summary>
public sealed class Reports(Db db, Envelopes envelopes, CodeTables tables, CityPack pack, TimeProvider clock)
{
    public const string Subject = "problemreport";

    /// <summary>An instrument that is or was on the public ledger.</summary>
    public async Task<ReportedEntry?> InstrumentAsync(string reference, CancellationToken stop)
    {
        var found = await (from i in db.Instruments.AsNoTracking()
                           where i.Reference == reference && i.PublishedAt != null
                           join v in db.InstrumentVersions on i.Id equals v.InstrumentId
                           where v.Until == null
                           join o in db.Organisations on i.OrganisationId equals o.Id
                           select new { i.Id, Version = v, Organisation = o }).SingleOrDefaultAsync(stop);
        return found is null ? null : new(found.Id, Pick(found.Version.Name, found.Version.Particulars()[Fields.EnglishName]), $"/instruments/{reference}", found.Organisation);
    }

    /// <summary>An organisation of which an instrument is or was on the public ledger.</summary>
    public async Task<ReportedEntry?> OrganisationAsync(string named, CancellationToken stop)
    {
        var instruments = db.Instruments;
        return await db.Organisations.AsNoTracking().Named(named).Where(o => instruments.Any(i => i.OrganisationId == o.Id && i.PublishedAt != null)).SingleOrDefaultAsync(stop) is { } o
            ? new(null, Pick(o.Name, o.EnglishName), $"/organisations/{o.Reference}", o)
            : null;
    }

    /// <summary>Takes a report in. Whoever is signed in reports as unnamed as everybody else.</summary>
    /// <returns>The code of the receipt, which is told this once.</returns>
    /// <exception cref="RefusedException"><c>report-input</c>: something is missing or wrong, field by field.</exception>
    public async Task<(ProblemReport Report, string Code)> ReceiveAsync(ReportedEntry entry, ReportInput input, CancellationToken stop)
    {
        if (input.Problems(tables) is { Count: > 0 } problems)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "report-input") { Fields = problems });
        }

        var (now, code) = (clock.GetUtcNow(), ReceiptCode.Next());
        var report = new ProblemReport
        {
            Reference = await db.NextReferenceAsync("R", now, stop),
            InstrumentId = entry.InstrumentId,
            OrganisationId = entry.Organisation.Id,
            AreaCode = entry.Organisation.AreaCode,
            KindCode = input.Kind!,
            Text = input.Text!.Trim(),
            Language = ReaderIsEnglish ? "en" : "zh-CN",
            ReceivedAt = now,
            ReceiptDigest = ReceiptCode.DigestOf(code),
            RulesVersion = pack.RulesAt(CityTime.DateOf(now)).Version,
        };
        report.RunUntil(DueOn(now));
        if (Contact.Tidy(input.Contact) is { } contact)
        {
            report.Keep(envelopes.Seal(new(contact, code)), Consent.Current);
        }

        db.ProblemReports.Add(report);
        // The contact stays out of the digest: a telephone number can be guessed from one.
        db.Record(JournalEntry.Of(Subject, report.Reference, "receive", new(Actor.Visitor, now), new { input.Kind, input.Text }, null, nameof(ReportState.Received)));
        await db.SaveChangesAsync(stop);
        return (report, code);
    }

    /// <summary>Makes one move and saves it.</summary>
    /// <exception cref="RefusedException">The move is not open, the unit was reminded today, or the report was changed meanwhile.</exception>
    public async Task MakeAsync(Lifecycle<ProblemReport, ReportState>.Move move, ProblemReport report, object input, Actor actor, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (move == ProblemReport.Lifecycle.Remind && report.RemindedAt >= CityTime.BeginningOf(CityTime.DateOf(now)) && move.WhyNot(actor, report) is null)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "report-reminded-today", report.Reference));
        }

        if (move == ProblemReport.Lifecycle.Reopen)
        {
            report.RunUntil(DueOn(now));
        }

        await db.MoveAsync(move, report, input, actor, now, stop);
    }

    /// <summary>Tells an officer how to reach the reporter, and writes down that it was told (PIPL art. 51).</summary>
    /// <returns>Null when there is no contact, or none any more.</returns>
    public async Task<string?> ReadContactAsync(ProblemReport report, Actor actor, CancellationToken stop)
    {
        if (!actor.IsOfficer || envelopes.Open(report.Secret) is not { } envelope)
        {
            return null;
        }

        db.Record(JournalEntry.Of(Subject, report.Reference, "read-contact", new(actor, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
        return envelope.Contact;
    }

    private DateOnly DueOn(DateTimeOffset from)
    {
        var day = CityTime.DateOf(from);
        return pack.WorkingDays.Add(day, pack.RulesAt(day).Voices.ReportWorkingDays);
    }
}
