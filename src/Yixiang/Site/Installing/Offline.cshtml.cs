using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;

namespace Yixiang.Site.Installing;

/// <summary>What a reader sees without network: nothing of the ledger, for a page that was kept could show what has left it; but a way back.</summary>
[Public]
public sealed class OfflineModel(CityPack pack) : PageModel
{
    public CityPack Pack => pack;
}
