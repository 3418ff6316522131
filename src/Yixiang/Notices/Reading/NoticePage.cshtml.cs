using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>A notice as it holds now, or one of its earlier versions. A number that belongs to another list leads there.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class NoticePageModel(NoticeReading reading, CityPack pack, CodeTables tables, Lexicon lexicon, TimeProvider clock) : PageModel
{
    public NoticeView View { get; private set; } = null!;
    public DateOnly Today => clock.Today();
    public City City => pack.City;
    public string? ClassName => View.Edition.ClassCode is { } code ? tables.InstrumentClasses.NameOf(code) : null;
    public Phrase? Technique => lexicon.Techniques.FirstOrDefault(t => t.Id == View.Edition.Technique)?.Name.Phrase;

    /// <summary>Reference of the instrument, as long as it is on the ledger.</summary>
    public string? Instrument { get; private set; }

    public async Task<IActionResult> OnGetAsync(string section, int number, int? version, CancellationToken stop)
    {
        if (await reading.FindAsync(number, version, stop) is not { } view)
        {
            return NotFound();
        }

        if (!NoticeAddress.PathOf(NoticeAddress.SectionOf(view.Notice.Kind)).EndsWith("/" + section, StringComparison.Ordinal))
        {
            return RedirectPermanent(Request.PathBase + (version is { } old ? NoticeAddress.OfVersion(view.Notice.Kind, number, old) : NoticeAddress.Of(view.Notice.Kind, number)));
        }

        View = view;
        Instrument = view.Edition.InstrumentId is { } id ? await reading.InstrumentOfAsync(id, stop) : null;
        Name();
        return Page();
    }

    /// <summary>What the frame of the page says of it.</summary>
    private void Name()
    {
        var section = NoticeAddress.PathOf(NoticeAddress.SectionOf(View.Notice.Kind))[1..];
        ViewData["Title"] = View.IsCurrent || View.IsWithdrawn ? View.Title : $"{View.Title} · {T("notice.version-n", View.Edition.Number!)}";
        ViewData["Description"] = View.IsWithdrawn || View.Edition.Wording.Summary == "" ? null : Pick(View.Edition.Wording.Summary, View.Edition.Wording.EnglishSummary);
        ViewData["Crumbs"] = new Crumb[] { new(T($"notice.section-{section}"), "/" + section), new(View.Title) };
    }
}
