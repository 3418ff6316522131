using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>The door that classified things do not pass (notice article 1, 保守国家秘密法): what says that it is classified is not kept, not even as a draft.</summary>
internal static class Secrecy
{
    /// <summary>Ways to say yes, also those that no form offers but an API or a sheet may send.</summary>
    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase) { "yes", "y", "true", "1", "是", "涉密", "秘密", "机密", "绝密" };

    /// <exception cref="RefusedException"><c>filing-classified</c>; the caller must keep nothing of what it was given.</exception>
    public static void Demand(Particulars particulars)
    {
        if (Yes.Contains(particulars[Fields.Classified]))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "filing-classified") { Fields = [new(Fields.Classified.Key, "classified")] });
        }
    }
}
