using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Input of an exemption: a reason of the city's list, and what it rests on in words.</summary>
public sealed record Exempting(
    [property: Required(ErrorMessage = "required")] string ReasonCode,
    [property: Required(ErrorMessage = "reason-length"), StringLength(500, MinimumLength = 2, ErrorMessage = "reason-length")] string Text);

/// <summary>A remark of one officer for the others.</summary>
public sealed record Remark([property: Required(ErrorMessage = "remark-length"), StringLength(1000, MinimumLength = 1, ErrorMessage = "remark-length")] string Text);

/// <summary>What officers do about a filing beside moving it: lift the term, share out the work, remark, remind. Each leaves its line in the journal.</summary>
public sealed class DeskActs(Db db, CityPack pack, TimeProvider clock)
{
    /// <summary>Lifts the term of article 6 for one filing, with reason and officer.</summary>
    /// <exception cref="RefusedException">The actor is not of the bureau, no term runs for it, it is exempt already, or the city has no such reason.</exception>
    public async Task ExemptAsync(Filing filing, Exempting why, Actor actor, CancellationToken stop)
    {
        if (WhyNotExempt(filing, actor) is { } refusal)
        {
            throw new RefusedException(refusal);
        }

        var act = new Act(actor, clock.GetUtcNow());
        var reasons = pack.RulesAt(CityTime.DateOf(act.At)).ExemptionReasons;
        if (reasons.All(r => r.Code != why.ReasonCode))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "filing-exemption-reason", why.ReasonCode) { Fields = [new("reasonCode", "exemption-reason")] });
        }

        filing.Exempt(new() { ReasonCode = why.ReasonCode, Text = why.Text, AccountId = actor.AccountId, At = act.At });
        db.Record(JournalEntry.Of("filing", filing.Reference, "exempt", act, why));
        await db.SaveAsync(filing.Reference, stop);
    }

    /// <summary>Why this actor may not lift the term now, or null.</summary>
    public static Refusal? WhyNotExempt(Filing filing, Actor actor) =>
        !actor.Is(Role.BureauOfficer) ? new(RefusalKind.NotAllowed, "filing-exempt-bureau")
        : !filing.HasTerm ? new(RefusalKind.WrongState, "filing-no-term", filing.Reference)
        : filing.Exemption is not null ? new(RefusalKind.WrongState, "filing-exempt-already", filing.Reference)
        : null;

    /// <summary>Gives a filing to an officer, or (null) to nobody.</summary>
    /// <exception cref="RefusedException">It is decided, or that account is no officer for its area.</exception>
    public async Task AssignAsync(Filing filing, long? officer, Actor actor, CancellationToken stop)
    {
        DemandOfficer(actor);
        if (!filing.IsOpen)
        {
            throw new RefusedException(new(RefusalKind.WrongState, "filing-decided", filing.Reference, Texts.T(filing.State)));
        }

        if (officer is { } id && id != actor.AccountId && !await db.OfficersFor(filing.AreaCode).AnyAsync(a => a.Id == id, stop))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "filing-no-such-officer") { Fields = [new("officer", "no-such-officer")] });
        }

        filing.AssignedTo = officer;
        db.Record(JournalEntry.Of("filing", filing.Reference, "assign", new(actor, clock.GetUtcNow()), officer));
        await db.SaveAsync(filing.Reference, stop);
    }

    /// <summary>Adds a remark that neither the unit nor the public ever sees.</summary>
    public async Task RemarkAsync(Filing filing, Remark remark, Actor actor, CancellationToken stop)
    {
        DemandOfficer(actor);
        var act = new Act(actor, clock.GetUtcNow());
        db.Comments.Add(new() { FilingId = filing.Id, Text = remark.Text.Trim(), AccountId = actor.AccountId, At = act.At });
        db.Record(JournalEntry.Of("filing", filing.Reference, "remark", act, remark));
        await db.SaveAsync(filing.Reference, stop);
    }

    /// <summary>Reminds the unit of a filing that it owes; the mail follows the journal entry <c>remind</c>. Once a day at most.</summary>
    /// <exception cref="RefusedException">The unit owes nothing here, or was reminded today.</exception>
    public async Task RemindAsync(Filing filing, Actor actor, CancellationToken stop)
    {
        DemandOfficer(actor);
        if (!filing.IsEditable || (filing.State == FilingState.Draft && filing.DaysLeft(clock.Today()) is null))
        {
            throw new RefusedException(new(RefusalKind.WrongState, "filing-nothing-owed", filing.Reference));
        }

        var today = CityTime.BeginningOf(clock.Today());
        if (await db.Journal.AnyAsync(e => e.Subject == "filing" && e.Reference == filing.Reference && e.What == "remind" && e.At >= today, stop))
        {
            throw new RefusedException(new(RefusalKind.Conflict, "filing-reminded-today", filing.Reference));
        }

        db.Record(JournalEntry.Of("filing", filing.Reference, "remind", new(actor, clock.GetUtcNow())));
        await db.SaveChangesAsync(stop);
    }

    private static void DemandOfficer(Actor actor)
    {
        if (!actor.IsOfficer)
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "filing-officers-only"));
        }
    }
}

internal static class Officers
{
    /// <summary>The officers who may work on filings of an area: the bureau's, and the county's own.</summary>
    public static IQueryable<Account> OfficersFor(this Db db, string areaCode) =>
        from a in db.Accounts
        join g in db.Grants on a.Id equals g.AccountId
        where a.ClosedAt == null && g.State == GrantState.Granted && (g.Role == Role.BureauOfficer || (g.Role == Role.CountyOfficer && g.AreaCode == areaCode))
        select a;
}
