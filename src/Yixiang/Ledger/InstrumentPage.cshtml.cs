using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Estimates;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>The public page of one instrument, now or as it stood on a day.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class InstrumentPageModel(Dossiers dossiers, Codebook codebook, CityPack pack, LedgerIndex index, LedgerWords words, Lexicon lexicon, TimeProvider clock) : PageModel
{
    /// <summary>What the ledger keeps for its own sake, folded away from who looks for an instrument.</summary>
    public static readonly FieldSection[] Records = [FieldSection.Identity, FieldSection.Acquisition, FieldSection.Customs];

    /// <summary>Said at the head of the page, and so not again below.</summary>
    public static readonly Field[] AtAGlance = [Fields.SharingHours, Fields.SharingModes];

    /// <summary>What somebody should know before asking.</summary>
    private static readonly Field[] Before = [Fields.Notes, Fields.Qualification, Fields.UseRestriction, Fields.Restrictions, Fields.Certification, Fields.Condition];

    /// <summary>Said elsewhere on the page.</summary>
    private static readonly Field[] Apart = [Fields.Name, Fields.EnglishName, Fields.Fee, Fields.BookingUrl, Fields.SharingHours, Fields.SharingModes, Fields.FeeBasis, Fields.Audience, Fields.Publications, .. Before];

    private const int MostAlike = 6;

    public Dossier Dossier { get; private set; } = null!;
    public Purposes Purposes { get; private set; } = null!;
    public IReadOnlyList<LedgerEntry> Alike { get; private set; } = [];
    public Estimate? Estimate { get; private set; }

    /// <summary>The lowest price for users from outside; null where there is none, or only by agreement.</summary>
    public LowestPrice? From { get; private set; }
    public DateOnly Today => clock.Today();
    public List<FieldProblem> Problems { get; } = [];
    public City City => pack.City;

    public async Task<IActionResult> OnGetAsync(string reference, CancellationToken stop)
    {
        var asOf = LedgerAddress.Day(Request.Query["asOf"].ToString(), clock.Today(), Problems);
        if (await dossiers.FindAsync(reference, asOf, stop) is not { } dossier)
        {
            // A number may be typed from a label in small letters.
            var number = reference.ToUpperInvariant();
            if (number != reference && await dossiers.FindAsync(number, asOf, stop) is not null)
            {
                return RedirectPermanent($"{Request.PathBase}/instruments/{number}{Request.QueryString}");
            }

            return await dossiers.WhyNotThenAsync(number, asOf, stop) is { } why ? throw new RefusedException(why) : NotFound();
        }

        Dossier = dossier;
        var entry = words.Of(new() { Instrument = dossier.Instrument, Version = dossier.Version, Organisation = dossier.Organisation, Recommendation = dossier.Recommendation });
        (Purposes, Alike, From) = (Purposes.Of(lexicon, entry), index.Like(entry, MostAlike), entry.Listing.From);
        Estimate = dossier.ExitedOn is null ? Estimate.Read(dossier.Particulars, Request.Query) : null;
        return Page();
    }

    public string Say(Field field) => codebook.Show(field, Dossier.Particulars);

    /// <summary>What was filed in these sections and is not said elsewhere on the page; sections without a word are left out.</summary>
    public IEnumerable<(FieldSection Section, IReadOnlyList<Field> Fields)> Facts(params IEnumerable<FieldSection> sections) =>
        sections.Select(s => (s, (IReadOnlyList<Field>)[.. Dossier.FieldsOf(s).Except(Apart)])).Where(s => s.Item2.Count > 0);

    public IReadOnlyList<Literature> Literature => Instruments.Literature.Of(Dossier.Particulars);

    public IEnumerable<Field> BeforeAsking => Before.Where(f => f.Public && Dossier.Particulars[f] != "");

    /// <summary>Where the instrument is found as long as the platform stands, without language or day.</summary>
    public string Address => PageAddress.Of(Request, $"/instruments/{Dossier.Instrument.Reference}");

    public Citation Citation => Citation.Of(Dossier, pack, Address, Today);

    public string AreaOf(LedgerEntry entry) => pack.AreaName(entry.Listing.AreaCode);

    public string Area => codebook.Show(Fields.Area, Dossier.Particulars);

    /// <summary>The town of the street, for readers who cannot read the street itself.</summary>
    public string? Town => pack.TownOf(Dossier.Version.AreaCode, Dossier.Particulars[Fields.Street])?.Name;

    public IEnumerable<TimelineEntry> History()
    {
        if (Dossier is { ExitedOn: not null, Instrument: { ExitedAt: { } at, ExitCause: { } cause } })
        {
            yield return new(at, T("ledger.history-exited", T(cause)), Tone: Tone.Error);
        }

        foreach (var version in Dossier.Versions.Where(v => Dossier.AsOf is not { } day || v.From < CityTime.EndOf(day)))
        {
            var changes = string.Join(T("list.and"), Dossier.ChangesOf(version).Select(f => f.Label));
            yield return version.From < Dossier.Instrument.PublishedAt
                ? new(Dossier.Instrument.PublishedAt.Value, T("ledger.history-published"), Tone: Tone.Ok)
                : new(version.From, T("ledger.history-changed", version.Number), Said: changes == "" ? null : T("ledger.history-fields", changes));
        }
    }
}
