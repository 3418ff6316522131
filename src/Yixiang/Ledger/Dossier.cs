using Microsoft.EntityFrameworkCore;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Province;

namespace Yixiang.Ledger;

/// <summary>A picture that goes with the version shown.</summary>
/// <param name="Number">1, 2 … in the address.</param>
public sealed record DossierPicture(int Number, string Digest, string ContentType, string? Caption);

/// <summary>Everything the public may know of one instrument: now, or as it stood on a day.</summary>
/// <param name="Version">The version shown.</param>
/// <param name="Versions">All that ever were public, newest first.</param>
/// <param name="AsOf">The day asked for; null for now.</param>
public sealed record Dossier(
    Instrument Instrument, InstrumentVersion Version, IReadOnlyList<InstrumentVersion> Versions, Organisation Organisation, Batch? Batch,
    IReadOnlyList<DossierPicture> Pictures, DateOnly? AsOf)
{
    public Particulars Particulars { get; } = Version.Particulars();

    /// <summary>By which it stands, or stood on that day, on the provincial platform; null where it does not.</summary>
    public Recommendation? Recommendation { get; init; }

    /// <summary>Where it stands on the provincial platform, as long as it is on the ledger.</summary>
    public ProvincialStanding? Province => ExitedOn is null ? Recommendation?.Was : null;

    /// <summary>Since when it is off the ledger, as seen on the day asked for; null while it is on it.</summary>
    public DateOnly? ExitedOn => Instrument.ExitedAt is { } exited && (AsOf is null || exited < CityTime.EndOf(AsOf.Value)) ? CityTime.DateOf(exited) : null;

    public DateOnly PublishedOn => CityTime.DateOf(Instrument.PublishedAt!.Value);

    /// <summary>Since when a version is public: one that was accepted before publication, since that.</summary>
    public DateTimeOffset Since(InstrumentVersion version) => version.From < Instrument.PublishedAt ? Instrument.PublishedAt.Value : version.From;

    public PublicContact Contact => PublicContact.Of(Particulars, Organisation);

    /// <summary>The public fields of a section that say something.</summary>
    public IEnumerable<Field> FieldsOf(FieldSection section) =>
        Fields.Of(Instrument.Kind).Where(f => f.Public && f.Section == section && Particulars[f] != "");

    /// <summary>The public fields in which a version differs from the one before.</summary>
    public IEnumerable<Field> ChangesOf(InstrumentVersion version) =>
        Versions.FirstOrDefault(v => v.Number == version.Number - 1) is { } before
            ? version.Particulars().DifferencesFrom(before.Particulars()).Where(f => f.Public)
            : [];
}

/// <summary>Reads dossiers. An instrument that was never published has none, whoever asks.</summary>
public sealed class Dossiers(Db db)
{
    /// <returns>Null when there is no such instrument, or it was not on the ledger yet on that day.</returns>
    public async Task<Dossier?> FindAsync(string reference, DateOnly? asOf, CancellationToken stop)
    {
        var end = asOf is { } day ? CityTime.EndOf(day) : DateTimeOffset.MaxValue;
        var (instruments, organisations, listed) = (db.Instruments.AsNoTracking(), db.Organisations, asOf is null ? db.ListedThere : db.ListedThereAt(end));
        var published = from item in db.BatchItems join b in db.Batches on item.BatchId equals b.Id where b.State == BatchState.Published select new { item.InstrumentId, Batch = b };
        var found = await (from i in instruments
                           where i.Reference == reference && i.PublishedAt != null && i.PublishedAt < end
                           join o in organisations on i.OrganisationId equals o.Id
                           join b in published on i.Id equals b.InstrumentId into batches
                           from b in batches.DefaultIfEmpty()
                           join r in listed on i.Id equals r.InstrumentId into recommendations
                           from r in recommendations.DefaultIfEmpty()
                           select new { Instrument = i, Organisation = o, b.Batch, Recommendation = r, i.Versions }).SingleOrDefaultAsync(stop);
        if (found?.Instrument is not { } instrument)
        {
            return null;
        }

        InstrumentVersion[] versions = [.. found.Versions.Where(v => IsPublic(v, instrument)).OrderByDescending(v => v.Number)];
        return versions.FirstOrDefault(v => v.From < end) is { } shown
            ? new(instrument, shown, versions, found.Organisation, found.Batch, await PicturesAsync(instrument.Id, end, stop), asOf) { Recommendation = found.Recommendation }
            : null;
    }

    /// <summary>Why there is none on that day, where the instrument is public today: since when it is.</summary>
    /// <returns>Null for an instrument that nobody can see today either.</returns>
    public async Task<Refusal?> WhyNotThenAsync(string reference, DateOnly? asOf, CancellationToken stop) =>
        asOf is { } day && await FindAsync(reference, null, stop) is { } now
            ? new(RefusalKind.NotThere, "not-public-yet", now.Instrument.Reference, CityTime.Show(now.PublishedOn), CityTime.Show(day))
            : null;

    /// <summary>A version that was replaced before publication, or written after the exit, was never public.</summary>
    private static bool IsPublic(InstrumentVersion version, Instrument instrument) =>
        (version.Until is not { } until || until > instrument.PublishedAt) && (instrument.ExitedAt is not { } exited || version.From < exited);

    /// <summary>The pictures of the newest accepted filing that brought any: a change filing with pictures replaces them.</summary>
    private async Task<IReadOnlyList<DossierPicture>> PicturesAsync(long instrumentId, DateTimeOffset end, CancellationToken stop)
    {
        var pictures = await (from f in db.Filings.AsNoTracking()
                              where f.InstrumentId == instrumentId && f.State == FilingState.Accepted && f.Kind != FilingKind.Exit
                              from a in f.Attachments
                              where a.Kind == AttachmentKind.Picture
                              orderby f.DecidedAt descending, a.Id
                              select new { f.Id, f.DecidedAt, a.Caption, a.File.Digest, a.File.ContentType }).ToListAsync(stop);
        var shown = pictures.Where(p => (p.DecidedAt ?? DateTimeOffset.MinValue) < end).ToList();
        return [.. shown.Where(p => p.Id == shown[0].Id).Select((p, i) => new DossierPicture(i + 1, p.Digest, p.ContentType, p.Caption))];
    }
}
