using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Yixiang.Filings.Desk;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Province.Desk;

/// <summary>A candidate with what the rules say of it, and why the province said no the last time, if it did.</summary>
public sealed record JudgedCandidate(Candidate Candidate, Qualification Qualification, string? RefusedBecause);

/// <summary>What qualifies and is not recommended yet, to be proposed one by one or all that the filters leave.</summary>
[For(Role.BureauOfficer)]
public sealed class CandidatesModel(Db db, Actor actor, Recommendations recommendations, Qualifying qualifying, ListFiles files, CityPack pack) : PageModel
{
    public CityPack Pack { get; } = pack;
    public CityRules Rules { get; } = qualifying.Rules;
    public Page<JudgedCandidate> Rows { get; private set; } = null!;

    /// <summary>What came of the last act.</summary>
    public Outcome? Outcome { get; private set; }

    private string? Q => Text("q");
    private string? Area => Text("area");
    private string? Organisation => Text("organisation");

    public Crumb[] Crumbs => [new(T("nav.desk"), "/desk"), new(T("province.title"), "/desk/province"), new(T("province.candidates"))];

    public FilterBar Filters => new(
        new("q", T("province.filter-candidates"), Q),
        new("area", T("province.area"), Area, [.. Pack.Areas.Select(a => new FilterChoice(a.Code, a.Name.ToString()))]));

    public string Address => Request.PathBase + Request.Path + Request.QueryString.WithoutHandler();

    public async Task<IActionResult> OnGetAsync(CancellationToken stop)
    {
        if (files.Asked(Request, Sheet(), "province.candidates", () => Ordered().AsAsyncEnumerable().Select(c => new JudgedCandidate(c, qualifying.Judge(c.Instrument, c.Version), null))) is { } file)
        {
            return file;
        }

        await ShowAsync(stop);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string[] instruments, bool all, CancellationToken stop)
    {
        try
        {
            IReadOnlyList<string> chosen = all ? await QualifiedAsync(stop) : instruments;
            Outcome = chosen.Count > 0 ? await recommendations.ProposeAsync(chosen, actor, stop)
                : throw new RefusedException(all ? new(RefusalKind.Conflict, "province-none-qualifies") : new(RefusalKind.WrongInput, "province-none-chosen"));
        }
        catch (RefusedException refused)
        {
            db.ChangeTracker.Clear();
            ModelState.AddModelError("", refused.Refusal.Sentence);
            Response.StatusCode = refused.Refusal.Kind.Status();
        }

        if (Outcome is { LeftOut.Count: 0 } done)
        {
            TempData["Ok"] = T("province.proposed", done.Done.Count);
            return LocalRedirect($"~/desk/province?state={nameof(RecommendationState.Proposed)}");
        }

        await ShowAsync(stop);
        return Page();
    }

    private async Task ShowAsync(CancellationToken stop)
    {
        var page = await Ordered().PageAsync(new QueryReader(Request.Query).Number("page", 1, 1_000_000), Paging.DefaultSize, stop);
        List<long> ids = [.. page.Items.Select(c => c.Instrument.Id)];
        var refused = await db.Recommendations.AsNoTracking().Where(r => ids.Contains(r.InstrumentId) && r.State == RecommendationState.Refused).OrderBy(r => r.Id).Select(r => new { r.InstrumentId, r.Why }).ToListAsync(stop);
        var last = refused.GroupBy(r => r.InstrumentId).ToDictionary(g => g.Key, g => g.Last().Why);
        Rows = new([.. page.Items.Select(c => new JudgedCandidate(c, qualifying.Judge(c.Instrument, c.Version), last.GetValueOrDefault(c.Instrument.Id)))], page.Total, page.Number, page.Size);
    }

    /// <summary>All that the filters leave and that qualify, judged one by one as they are read, as many as one act takes.</summary>
    private async Task<List<string>> QualifiedAsync(CancellationToken stop)
    {
        List<string> qualified = [];
        await foreach (var candidate in Narrowed().OrderBy(c => c.Instrument.Id).AsAsyncEnumerable().WithCancellation(stop))
        {
            if (qualifying.Judge(candidate.Instrument, candidate.Version).Qualifies)
            {
                qualified.Add(candidate.Instrument.Reference);
            }

            if (qualified.Count == Recommendations.Most)
            {
                break;
            }
        }

        return qualified;
    }

    private Table<JudgedCandidate> Sheet() => new Table<JudgedCandidate>("province.candidates")
        .Code("province.instrument", r => r.Candidate.Instrument.Reference).Text("field.name", r => r.Candidate.Version.Name, 32).Text("field.model", r => r.Candidate.Version.Model, 22)
        .Text("province.organisation", r => r.Candidate.Organisation.Name, 30).Text("province.area", r => Pack.AreaName(r.Candidate.Organisation.AreaCode), 14)
        .Wan("province.value-wan", r => r.Candidate.Version.OriginalValue).Text("province.verdict", r => r.Qualification.Qualifies ? T("province.qualifies") : r.Qualification.Sentence, 50);

    private IQueryable<Candidate> Ordered() => Narrowed().OrderByDescending(c => c.Instrument.PublishedAt).ThenBy(c => c.Instrument.Id);

    private IQueryable<Candidate> Narrowed()
    {
        var all = db.Candidates(Rules.Province);
        all = Area is { } area ? all.Where(c => c.Organisation.AreaCode == area) : all;
        var named = db.Organisations.Named(Organisation ?? "");
        all = Organisation is null ? all : all.Where(c => named.Any(o => o.Id == c.Organisation.Id));
        var reference = Q?.ToUpperInvariant();
        return Q is { } text ? all.Where(c => c.Instrument.Reference == reference || c.Version.Name.Contains(text) || c.Organisation.Name.Contains(text)) : all;
    }

    private string? Text(string name) => new QueryReader(Request.Query).Text(name);
}
