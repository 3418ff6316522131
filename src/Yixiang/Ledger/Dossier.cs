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
        var instrument = await db.Instruments.AsNoTracking().Include(i => i.Versions).SingleOrDefaultAsync(i => i.Reference == reference && i.PublishedAt != null, stop);
        if (instrument is null || instrument.PublishedAt >= end)
        {
            return null;
        }

        InstrumentVersion[] versions = [.. instrument.Versions.Where(v => IsPublic(v, instrument)).OrderByDescending(v => v.Number)];
        if (versions.FirstOrDefault(v => v.From < end) is not { } shown)
        {
            return null;
        }

        var organisation = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == instrument.OrganisationId, stop);
        var batch = await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.State == BatchState.Published && b.Items.Any(i => i.InstrumentId == instrument.Id), stop);
        return new(instrument, shown, versions, organisation, batch, await PicturesAsync(instrument.Id, end, stop), asOf)
        {
            Recommendation = await (asOf is null ? db.ListedThere : db.ListedThereAt(end)).AsNoTracking().SingleOrDefaultAsync(r => r.InstrumentId == instrument.Id, stop),
        };
    }

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
