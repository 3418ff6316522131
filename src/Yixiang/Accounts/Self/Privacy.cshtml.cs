using Microsoft.AspNetCore.Mvc.RazorPages;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>What is collected, why, for how long, and what the person may ask (PIPL art. 17: told before it is collected).</summary>
[Public]
public sealed class PrivacyModel(CityPack pack) : PageModel
{
    public IReadOnlyList<string> Parts { get; } = ["what", "why", "public", "term", "unnamed", "rights", "who"];

    public Office Office => pack.City.Office;
}
