using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>The organisations that share instruments.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class OrganisationListModel(OrganisationReading organisations, CityPack pack) : PageModel
{
    public Page<OrganisationLine> Organisations { get; private set; } = null!;
    public FilterBar Filters { get; private set; } = null!;
    public Pager Pager => new(Organisations.Number, Organisations.Size, Organisations.Total);

    public async Task OnGetAsync(string? q, string? area, CancellationToken stop)
    {
        var words = q is { Length: > 100 } ? q[..100] : q;
        Filters = new(new("q", T("ledger.organisation-name"), words), new("area", T("ledger.area"), area, [.. pack.Areas.Select(a => new FilterChoice(a.Code, a.Name.ToString()))]));
        Organisations = await organisations.ListAsync(words, area, int.TryParse(Request.Query["page"], out var page) ? page : 1, Paging.DefaultSize, stop);
    }

    public string AreaOf(OrganisationLine organisation) => pack.AreaName(organisation.AreaCode);
}
