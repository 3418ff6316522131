using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Province;

/// <summary>An instrument with the version that stands and whose it is, as it is judged and proposed.</summary>
public sealed class Candidate
{
    public required Instrument Instrument { get; init; }
    public required InstrumentVersion Version { get; init; }
    public required Organisation Organisation { get; init; }
}

/// <summary>One that was left out, and why.</summary>
public sealed record LeftOut(string Instrument, string Name, string Why);

/// <summary>What came of an act on many.</summary>
/// <param name="Done">References of the recommendations.</param>
public sealed record Outcome(IReadOnlyList<string> Done, IReadOnlyList<LeftOut> LeftOut);

/// <summary>The gate of recommendations: how they are proposed, sent, answered and ended.</summary>
public sealed class Recommendations(Db db, Qualifying qualifying, TimeProvider clock)
{
    public const string Subject = "recommendation";

    /// <summary>Most instruments of one act; the rest is left for the next.</summary>
    public const int Most = 2_000;

    private const int Together = 200;

    /// <summary>Proposes instruments; those that do not qualify, or are recommended already, are left out and named.</summary>
    /// <param name="references">At most <see cref="Most"/>; what goes beyond is not looked at.</param>
    /// <exception cref="RefusedException">Somebody else proposed one of them at the same moment.</exception>
    public async Task<Outcome> ProposeAsync(IReadOnlyCollection<string> references, Actor actor, CancellationToken stop)
    {
        DemandBureau(actor);
        var act = new Act(actor, clock.GetUtcNow());
        List<string> asked = [.. references.Distinct().Take(Most)];
        (List<Candidate> fit, List<LeftOut> leftOut) = ([], []);
        foreach (var some in asked.Chunk(Together))
        {
            var found = await FindAsync(some, stop);
            leftOut.AddRange(some.Where(r => !found.ContainsKey(r)).Select(r => new LeftOut(r, "", Texts.T("refusal.province-unknown", r))));
            var open = await OpenAsync([.. found.Values.Select(c => c.Instrument.Id)], stop);
            foreach (var candidate in some.Select(found.GetValueOrDefault).OfType<Candidate>())
            {
                if (WhyNot(candidate, open) is { } why)
                {
                    leftOut.Add(new(candidate.Instrument.Reference, candidate.Version.Name, why));
                }
                else
                {
                    fit.Add(candidate);
                }
            }
        }

        if (fit.Count == 0)
        {
            return new([], leftOut);
        }

        var year = CityTime.DateOf(act.At).Year;
        var first = await db.TakeAsync($"P{year}", fit.Count, stop);
        var rules = qualifying.Rules.Version;
        var done = fit.Select((c, i) => Of(c, Numbers.Reference("P", year, first + i), rules, act.At)).ToList();
        done.ForEach(r => Begin(r, "propose", act, null));
        await SaveAsync(done[0].Reference, stop);
        return new([.. done.Select(r => r.Reference)], leftOut);
    }

    /// <summary>Writes down an instrument that stands on the provincial platform already: its standing is a fact, so it is not judged.</summary>
    /// <exception cref="RefusedException">There is no such instrument on the ledger, or it is recommended already, or the number belongs to another.</exception>
    public async Task<Recommendation> EnterAsync(string reference, PlatformEntry entry, Actor actor, CancellationToken stop)
    {
        DemandBureau(actor);
        var act = new Act(actor, clock.GetUtcNow());
        var candidate = (await FindAsync([reference], stop)).GetValueOrDefault(reference) ?? throw new RefusedException(new(RefusalKind.WrongInput, "province-unknown", reference));
        if (candidate.Instrument.State != InstrumentState.Published)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "province-not-published", reference));
        }

        await DemandNoneOpenAsync(candidate.Instrument, stop);
        await DemandFreeAsync(entry, null, stop);
        var recommendation = Enter(candidate, await db.NextReferenceAsync("P", act.At, stop), entry, act);
        await SaveAsync(reference, stop);
        return recommendation;
    }

    /// <summary>Makes one move and saves it.</summary>
    /// <exception cref="RefusedException">The move is not open, the number there belongs to another instrument, or the recommendation was changed meanwhile.</exception>
    public async Task MakeAsync(Lifecycle<Recommendation, RecommendationState>.Move move, Recommendation recommendation, object input, Actor actor, CancellationToken stop)
    {
        if (input is PlatformEntry entry && move.WhyNot(actor, recommendation) is null)
        {
            await DemandFreeAsync(entry, recommendation.Id, stop);
        }

        db.Record(move.FireParsed(new(actor, clock.GetUtcNow()), recommendation, input));
        await SaveAsync(recommendation.Reference, stop);
    }

    /// <summary>Puts everything that is proposed into one package and marks it sent, in one transaction. What no longer qualifies stays behind and is named.</summary>
    /// <returns>No package where nothing could go.</returns>
    /// <exception cref="RefusedException">Nothing is proposed, or another officer made a package at the same moment.</exception>
    public async Task<(Package? Package, Outcome Outcome)> SendAsync(Actor actor, CancellationToken stop)
    {
        DemandBureau(actor);
        var act = new Act(actor, clock.GetUtcNow());
        var proposed = await (from r in db.Recommendations
                              where r.State == RecommendationState.Proposed
                              join i in db.Instruments on r.InstrumentId equals i.Id
                              join v in db.InstrumentVersions on i.Id equals v.InstrumentId
                              where v.Until == null
                              orderby r.Id
                              select new { Recommendation = r, Instrument = i, Version = v }).Take(Most).ToListAsync(stop);
        var judged = proposed.ConvertAll(p => (p.Recommendation, p.Instrument, p.Version, Qualification: qualifying.Judge(p.Instrument, p.Version)));
        List<LeftOut> leftOut = [.. judged.Where(j => !j.Qualification.Qualifies).Select(j => new LeftOut(j.Instrument.Reference, j.Version.Name, j.Qualification.Sentence))];
        var going = judged.Where(j => j.Qualification.Qualifies).ToList();
        if (going.Count == 0)
        {
            return proposed.Count == 0 ? throw new RefusedException(new(RefusalKind.Conflict, "province-nothing-to-send")) : (null, new([], leftOut));
        }

        var package = new Package { Reference = await db.NextReferenceAsync("S", act.At, stop), SentAt = act.At, Instruments = going.Count, RulesVersion = qualifying.Rules.Version };
        db.ProvincePackages.Add(package);
        foreach (var (recommendation, _, version, _) in going)
        {
            db.Record(Recommendation.Lifecycle.Send.Fire(act, recommendation, new(package.Reference, version.Id)));
            recommendation.Put(package);
        }

        await SaveAsync(package.Reference, stop);
        return (package, new([.. going.Select(g => g.Recommendation.Reference)], leftOut));
    }

    /// <summary>Instruments of the ledger by reference.</summary>
    internal async Task<Dictionary<string, Candidate>> FindAsync(IReadOnlyCollection<string> references, CancellationToken stop) =>
        await (from i in db.Instruments.AsNoTracking()
               where references.Contains(i.Reference)
               join v in db.InstrumentVersions on i.Id equals v.InstrumentId
               where v.Until == null
               join o in db.Organisations on i.OrganisationId equals o.Id
               select new Candidate { Instrument = i, Version = v, Organisation = o }).ToDictionaryAsync(c => c.Instrument.Reference, stop);

    /// <summary>Puts a row that already stands there into the books; the caller saves.</summary>
    internal Recommendation Enter(Candidate candidate, string reference, PlatformEntry entry, Act act)
    {
        var recommendation = Recommendation.RecommendationLifecycle.BeginListed(Of(candidate, reference, null, act.At), entry, act);
        Begin(recommendation, "enter", act, entry);
        return recommendation;
    }

    /// <summary>Saves; that two acts came to the same instrument or number at the same moment is a refusal.</summary>
    internal async Task SaveAsync(string reference, CancellationToken stop)
    {
        try
        {
            await db.SaveAsync(reference, stop);
        }
        catch (DbUpdateException)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "province-at-once", reference));
        }
    }

    private async Task<HashSet<long>> OpenAsync(IReadOnlyList<long> instruments, CancellationToken stop) =>
        [.. await db.Recommendations.Open().Where(r => instruments.Contains(r.InstrumentId)).Select(r => r.InstrumentId).ToListAsync(stop)];

    private string? WhyNot(Candidate candidate, HashSet<long> open)
    {
        if (!open.Add(candidate.Instrument.Id))
        {
            return Texts.T("refusal.province-open", candidate.Instrument.Reference);
        }

        return qualifying.Judge(candidate.Instrument, candidate.Version) is { Qualifies: false } judged ? judged.Sentence : null;
    }

    private async Task DemandNoneOpenAsync(Instrument instrument, CancellationToken stop)
    {
        if ((await OpenAsync([instrument.Id], stop)).Count > 0)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "province-open", instrument.Reference));
        }
    }

    private async Task DemandFreeAsync(PlatformEntry entry, long? own, CancellationToken stop)
    {
        var number = entry.Number!.Trim();
        var other = await (from r in db.ListedThere
                           where r.NumberThere == number && r.Id != own
                           join i in db.Instruments on r.InstrumentId equals i.Id
                           select i.Reference).FirstOrDefaultAsync(stop);
        if (other is not null)
        {
            throw new RefusedException(new(RefusalKind.Conflict, "province-number-taken", number, other));
        }
    }

    private static Recommendation Of(Candidate candidate, string reference, string? rules, DateTimeOffset at) => new()
    {
        Reference = reference,
        InstrumentId = candidate.Instrument.Id,
        OrganisationId = candidate.Organisation.Id,
        AreaCode = candidate.Organisation.AreaCode,
        ProposedAt = at,
        RulesVersion = rules,
    };

    private void Begin(Recommendation recommendation, string what, Act act, object? input)
    {
        db.Recommendations.Add(recommendation);
        db.Record(JournalEntry.Of(Subject, recommendation.Reference, what, act, input, null, recommendation.State.ToString()));
    }

    private static void DemandBureau(Actor actor)
    {
        if (!actor.Is(Role.BureauOfficer))
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "province-bureau-only"));
        }
    }
}
