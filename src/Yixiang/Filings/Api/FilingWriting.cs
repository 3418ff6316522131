using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>Drafts over the API: begun and written in one request, by the same use cases as the pages.</summary>
internal sealed class FilingWriting(Db db, Drafts drafts, Codebook codebook, TimeProvider clock)
{
    /// <summary>What is wrong with the input of a creation, by path.</summary>
    public async Task<Dictionary<string, string[]>> ProblemsAsync(FilingBody body, Actor actor, CancellationToken stop)
    {
        if (body.Kind == FilingKind.Initial)
        {
            return body.Problems(body.Kind, body.ResourceKind, clock.Today());
        }

        return await FindAsync(body, actor, stop) is { } instrument ? body.Problems(body.Kind, instrument.Kind, clock.Today()) : new() { ["instrument"] = [Texts.T("problem.no-such-instrument")] };
    }

    /// <summary>What is wrong with the input for a draft that is there, by path.</summary>
    public Dictionary<string, string[]> Problems(Filing filing, FilingBody body) =>
        filing.Kind == FilingKind.Exit && body.Exit is null ? new() { ["exit"] = [Texts.T("problem.required")] } : body.Problems(filing.Kind, filing.ResourceKind, clock.Today());

    /// <summary>Begins a draft with these contents, inside the caller's transaction.</summary>
    public async Task<string> CreateAsync(FilingBody body, Actor actor, CancellationToken stop)
    {
        var filing = body.Kind == FilingKind.Initial
            ? await drafts.BeginAsync(body.ResourceKind, actor, stop)
            : await drafts.AboutAsync(body.Kind, (await FindAsync(body, actor, stop))!, actor, stop);
        if (body.Values is not null || body.Tariff is not null || body.Exit is not null)
        {
            await SaveAsync(filing, body, filing.Version, actor, stop);
        }

        return filing.Reference;
    }

    /// <summary>Writes a draft: the whole of its particulars, or the cause of an exit.</summary>
    public async Task SaveAsync(Filing filing, FilingBody body, Guid seen, Actor actor, CancellationToken stop)
    {
        if (filing.Kind != FilingKind.Exit)
        {
            await drafts.SaveAsync(filing, body.ToParticulars(filing.ResourceKind, codebook), seen, actor, stop);
        }
        else if (body.Exit is { } exit)
        {
            await drafts.SaveExitAsync(filing, exit.Cause, exit.On, (exit.Note ?? "").Trim(), seen, actor, stop);
        }
    }

    private Task<Instrument?> FindAsync(FilingBody body, Actor actor, CancellationToken stop) =>
        db.Instruments.Include(i => i.Versions).SingleOrDefaultAsync(i => i.Reference == body.Instrument && i.OrganisationId == actor.OrganisationId, stop);
}
