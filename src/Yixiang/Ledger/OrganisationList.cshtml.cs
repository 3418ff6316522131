using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Sheets;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>The organisations that share instruments.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class OrganisationListModel(OrganisationReading organisations, ListFiles files, CityPack pack) : PageModel
{
    public Page<OrganisationLine> Organisations { get; private set; } = null!;
    public FilterBar Filters { get; private set; } = null!;
    public Pager Pager => new(Organisations.Number, Organisations.Size, Organisations.Total);

    public async Task<IActionResult> OnGetAsync(string? q, string? area, CancellationToken stop)
    {
        var words = q is { Length: > 100 } ? q[..100] : q;
        if (files.Asked(Request, Sheet(), "ledger.organisations-title", organisations.Narrowed(words, area).AsAsyncEnumerable) is { } file)
        {
            return file;
        }

        Filters = new(new("q", T("ledger.organisation-name"), words), new("area", T("ledger.area"), area, [.. pack.Areas.Select(a => new FilterChoice(a.Code, a.Name.ToString()))]));
        Organisations = await Paging.OrLastAsync(int.TryParse(Request.Query["page"], out var page) ? page : 1, n => organisations.ListAsync(words, area, n, Paging.DefaultSize, stop));
        return Page();
    }

    public string AreaOf(OrganisationLine organisation) => pack.AreaName(organisation.AreaCode);

    private Table<OrganisationLine> Sheet() => new Table<OrganisationLine>("ledger.organisations-title")
        .Code("ledger.organisation-reference", o => o.Reference).Text("ledger.organisation", o => Pick(o.Name, o.EnglishName), 32).Code("account.uscc", o => o.Uscc, 22)
        .Text("ledger.organisation-kind", o => T(o.Kind), 18).Text("ledger.area", AreaOf, 14).Number("ledger.count", o => o.Count);
}
