using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Ledger;

/// <summary>What the public list says of an organisation.</summary>
/// <param name="Count">Instruments it has on the ledger now.</param>
public sealed record OrganisationLine(string Reference, string? Uscc, string Name, string? EnglishName, OrganisationKind Kind, string AreaCode, int Count);

/// <summary>The organisations that the public may see: those of which an instrument is or was on the ledger.</summary>
public sealed class OrganisationReading(Db db)
{
    public Task<Page<OrganisationLine>> ListAsync(string? words, string? area, int page, int size, CancellationToken stop) => Narrowed(words, area).PageAsync(page, size, stop);

    /// <summary>Those with the most instruments first.</summary>
    public IQueryable<OrganisationLine> Narrowed(string? words, string? area)
    {
        var instruments = db.Instruments;
        var shown = Shown();
        shown = string.IsNullOrWhiteSpace(words) ? shown : shown.Where(o => o.Name.Contains(words.Trim()));
        shown = string.IsNullOrEmpty(area) ? shown : shown.Where(o => o.AreaCode == area);
        return shown.Select(o => new { Organisation = o, Count = instruments.Count(i => i.OrganisationId == o.Id && i.State == InstrumentState.Published) })
            .OrderByDescending(o => o.Count).ThenBy(o => o.Organisation.Reference)
            .Select(o => new OrganisationLine(o.Organisation.Reference, o.Organisation.Uscc, o.Organisation.Name, o.Organisation.EnglishName, o.Organisation.Kind, o.Organisation.AreaCode, o.Count));
    }

    /// <summary>By its number, or by the credit code that leads to it.</summary>
    public Task<Organisation?> FindAsync(string named, CancellationToken stop) => Shown().Include(o => o.HostPlatforms).Named(named).SingleOrDefaultAsync(stop);

    public Task<List<Document>> DocumentsAsync(long organisation, CancellationToken stop) =>
        db.Documents.AsNoTracking().Public().Where(d => d.OrganisationId == organisation).Listed().ToListAsync(stop);

    private IQueryable<Organisation> Shown()
    {
        var instruments = db.Instruments;
        return db.Organisations.AsNoTracking().Where(o => instruments.Any(i => i.OrganisationId == o.Id && i.PublishedAt != null));
    }
}
