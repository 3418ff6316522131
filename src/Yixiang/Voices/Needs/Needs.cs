using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>What somebody wants measured.</summary>
/// <param name="What">2 to 500 characters.</param>
/// <param name="WantedBy">A day from today on, if one was named.</param>
/// <param name="Asker">Name of an <see cref="OrganisationKind"/>; empty for a person.</param>
public sealed record NeedInput(string? What, string? Sample, string? Amount, string? WantedBy, string? Budget, string? Asker, string? Contact, bool Consent)
{
    public DateOnly? Day => DateOnly.TryParseExact(WantedBy, "yyyy-MM-dd", out var day) ? day : null;

    public OrganisationKind? AskerKind => Enum.TryParse<OrganisationKind>(Asker, out var kind) && kind.ToString() == Asker ? kind : null;

    public IReadOnlyList<FieldProblem> Problems(DateOnly today) =>
    [
        .. (What ?? "").Trim().Length is >= 2 and <= Need.LongestWhat ? Array.Empty<FieldProblem>() : [new("what", "need-what-length")],
        .. Length("sample", Sample, Need.LongestSample), .. Length("amount", Amount, Need.LongestAmount), .. Length("budget", Budget, Need.LongestBudget),
        .. string.IsNullOrEmpty(WantedBy) || Day >= today ? Array.Empty<FieldProblem>() : [new("wantedBy", "need-day")],
        .. Voices.Contact.Problems(Contact, Consent, isRequired: true),
    ];

    private static FieldProblem[] Length(string field, string? text, int most) => text?.Trim().Length > most ? [new(field, "too-long", most, text.Trim().Length)] : [];
}

/// <summary>The gate of needs: how they come in and how they move.</summary>
public sealed class Needs(Db db, Envelopes envelopes, CityPack pack, TimeProvider clock)
{
    public const string Subject = "need";

    /// <summary>Takes a need in, unnamed whoever is signed in.</summary>
    /// <returns>The code of the receipt, which is told this once.</returns>
    /// <exception cref="RefusedException"><c>report-input</c>: something is missing or wrong, field by field.</exception>
    public async Task<(Need Need, string Code)> ReceiveAsync(NeedInput input, CancellationToken stop)
    {
        var (now, code) = (clock.GetUtcNow(), ReceiptCode.Next());
        var today = CityTime.DateOf(now);
        if (input.Problems(today) is { Count: > 0 } problems)
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "report-input") { Fields = problems });
        }

        var rules = pack.RulesAt(today);
        var need = new Need
        {
            Reference = await db.NextReferenceAsync("N", now, stop),
            What = input.What!.Trim(),
            Sample = Contact.Tidy(input.Sample),
            Amount = Contact.Tidy(input.Amount),
            WantedBy = input.Day,
            Budget = Contact.Tidy(input.Budget),
            AskerKind = input.AskerKind,
            Language = ReaderIsEnglish ? "en" : "zh-CN",
            ReceivedAt = now,
            ReceiptDigest = ReceiptCode.DigestOf(code),
            NoticeVersion = Consent.Current,
            DueOn = pack.WorkingDays.Add(today, rules.Voices.NeedWorkingDays),
            RulesVersion = rules.Version,
        };
        need.Keep(envelopes.Seal(new(Contact.Tidy(input.Contact)!, code)));
        db.Needs.Add(need);
        db.Record(JournalEntry.Of(Subject, need.Reference, "receive", new(Actor.Visitor, now), new { input.What, input.Sample }, null, nameof(NeedState.Received)));
        await db.SaveChangesAsync(stop);
        return (need, code);
    }

    /// <summary>With everything that moves it.</summary>
    public Task<Need?> FindAsync(string reference, Actor actor, CancellationToken stop) =>
        db.Needs.Include(n => n.Matches).ThenInclude(m => m.Instrument).Include(n => n.Units).AsSplitQuery().VisibleTo(actor).SingleOrDefaultAsync(n => n.Reference == reference, stop);

    /// <summary>Makes one move and saves it.</summary>
    /// <exception cref="RefusedException">The move is not open, the instrument is not on the ledger, or the need was changed meanwhile.</exception>
    public async Task MakeAsync(Lifecycle<Need, NeedState>.Move move, Need need, object input, Actor actor, CancellationToken stop)
    {
        var at = clock.GetUtcNow();
        var entry = move.FireParsed(new(actor, at), need, input);
        if (input is NeedInstrument { Instrument: var reference })
        {
            var found = await db.Instruments.SingleOrDefaultAsync(i => i.Reference == reference.Trim() && i.State == InstrumentState.Published, stop)
                ?? throw new RefusedException(new(RefusalKind.WrongInput, "need-no-instrument", reference));
            Put(need, found, move == Need.Lifecycle.Match);
        }

        if (move == Need.Lifecycle.Forward)
        {
            var asked = need.Matches.Select(m => m.Instrument.OrganisationId).Except(need.Units.Select(u => u.OrganisationId)).ToList();
            need.Units.AddRange(asked.ConvertAll(id => new NeedUnit { OrganisationId = id, At = at }));
        }

        db.Record(entry);
        await db.SaveAsync(need.Reference, stop);
    }

    /// <summary>Tells an officer how to reach the asker, and writes down that it was told.</summary>
    public async Task<string?> ReadContactAsync(Need need, Actor actor, CancellationToken stop)
    {
        if (!actor.Is(Role.BureauOfficer) || envelopes.Open(need.Secret) is not { } envelope)
        {
            return null;
        }

        db.Record(JournalEntry.Of(Subject, need.Reference, "read-contact", new(actor, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
        return envelope.Contact;
    }

    private void Put(Need need, Instrument instrument, bool put)
    {
        var there = need.Matches.FirstOrDefault(m => m.InstrumentId == instrument.Id);
        if (put && there is null)
        {
            need.Matches.Add(new() { InstrumentId = instrument.Id });
        }
        else if (!put && there is not null)
        {
            need.Matches.Remove(there);
            db.NeedMatches.Remove(there);
        }
    }
}
