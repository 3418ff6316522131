using System.Globalization;
using Yixiang.Kernel;
using Yixiang.Ledger;

namespace Yixiang.Operator;

/// <summary>One line of the journal as the API gives it.</summary>
/// <param name="InputDigest">SHA-256 of what was asked; the journal keeps no content.</param>
public sealed record JournalLine(
    long Number, DateTimeOffset At, string Subject, string Reference, string What, string? Before, string? After, long? Account, string Role, long? Organisation, long? Token, string InputDigest, string Digest);

/// <summary>One page of the journal, newest first.</summary>
public sealed record JournalLines(int Total, int Page, int Size, IReadOnlyList<JournalLine> Items);

/// <summary>The journal for the systems of auditors: to read and to verify, never to change.</summary>
internal static class JournalApi
{
    private static readonly string[] Parameters = ["reference", "subject", "what", "account", "from", "to", "page", "size"];

    public static void MapJournal(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/journal").WithTags("Journal").For(Role.Auditor);
        api.MapGet("", ListAsync).WithSummary("Search the journal, newest entries first").WithQuery(Parameters).Produces<JournalLines>().ProducesValidationProblem();
        api.MapGet("/verdict", VerifyAsync).WithSummary("Verify the journal against its chain").Produces<JournalVerdict>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, Db db, CancellationToken stop)
    {
        var query = http.Request.Query;
        List<FieldProblem> problems = [];
        var page = LedgerAddress.Number(query, "page", 1, 1_000_000, 1, problems);
        var size = LedgerAddress.Number(query, "size", 1, Paging.MostSize, Paging.DefaultSize, problems);
        var account = LedgerAddress.Number(query, "account", 0, int.MaxValue, -1, problems);
        var (subject, what) = (query["subject"].ToString(), query["what"].ToString().Trim());
        if (subject != "" && !JournalWords.IsSubject(subject))
        {
            problems.Add(new("subject", "unknown-code", subject.Length > 40 ? subject[..40] : subject));
        }

        if (what != "" && !JournalWords.IsAct(what))
        {
            problems.Add(new("what", "unknown-code", what.Length > 40 ? what[..40] : what));
        }

        var (from, to) = (Day(query, "from", problems), Day(query, "to", problems));
        if (LedgerApi.Invalid(http, Parameters, problems) is { } invalid)
        {
            return invalid;
        }

        var found = await new JournalQuestion(query["reference"], subject, what, account < 0 ? null : account, from, to).Ask(db).ExactPageAsync(page, size, stop);
        return Results.Ok(new JournalLines(found.Total, found.Number, found.Size, [.. found.Items.Select(Line)]));
    }

    private static DateOnly? Day(IQueryCollection query, string name, List<FieldProblem> problems)
    {
        var text = query[name].ToString();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        if (text == "")
        {
            return null;
        }

        problems.Add(new(name, "date", text.Length > 40 ? text[..40] : text));
        return null;
    }

    private static async Task<JournalVerdict> VerifyAsync(Db db, Actor actor, TimeProvider clock, CancellationToken stop) =>
        await VerifiedAsync(db, actor, clock, stop);

    /// <summary>Verifying leaves a line of its own: who looked, and that it held or not.</summary>
    public static async Task<JournalVerdict> VerifiedAsync(Db db, Actor actor, TimeProvider clock, CancellationToken stop)
    {
        var verdict = await JournalProof.VerifyAsync(db, stop);
        db.Record(JournalEntry.Of("journal", verdict.Fault is null ? "holds" : $"entry-{verdict.EntryId}", "verify", new(actor, clock.GetUtcNow()), verdict));
        await db.SaveChangesAsync(stop);
        return verdict;
    }

    private static JournalLine Line(JournalEntry e) =>
        new(e.Id, e.At, e.Subject, e.Reference, e.What, e.Before, e.After, e.AccountId, e.Role.ToString(), e.OrganisationId, e.TokenId, e.InputDigest, e.Digest);
}
