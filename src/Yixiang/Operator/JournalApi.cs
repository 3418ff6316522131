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
        api.MapGet("", ListAsync).WithSummary("Search the journal, newest entries first").WithQuery(LedgerApi.Pages).Produces<JournalLines>().ProducesValidationProblem();
        api.MapGet("/verdict", VerifyAsync).WithSummary("Verify the journal against its chain").Produces<JournalVerdict>();
    }

    private static async Task<IResult> ListAsync(HttpContext http, Db db, string? reference, string? subject, string? what, long? account, DateOnly? from, DateOnly? to, CancellationToken stop)
    {
        List<FieldProblem> problems = [];
        var page = LedgerAddress.Number(http.Request.Query, "page", 1, 1_000_000, 1, problems);
        var size = LedgerAddress.Number(http.Request.Query, "size", 1, Paging.MostSize, Paging.DefaultSize, problems);
        if (LedgerApi.Invalid(http, Parameters, problems) is { } invalid)
        {
            return invalid;
        }

        var found = await new JournalQuestion(reference, subject, what, account, from, to).Ask(db).ExactPageAsync(page, size, stop);
        return Results.Ok(new JournalLines(found.Total, found.Number, found.Size, [.. found.Items.Select(Line)]));
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
