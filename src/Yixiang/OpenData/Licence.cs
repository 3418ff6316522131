namespace Yixiang.OpenData;

/// <summary>Under which terms the ledger is given away.</summary>
/// <param name="Spdx">Identifier of the SPDX list: <c>CC-BY-4.0</c>.</param>
/// <param name="Address">Where the terms stand.</param>
/// <remarks>Settings <c>OpenData:Licence</c> and <c>OpenData:LicenceAddress</c>; Creative Commons Attribution 4.0 where nothing is set.</remarks>
public sealed record Licence(string Spdx, string Address)
{
    public static Licence Of(IConfiguration settings) => new(
        settings["OpenData:Licence"] ?? "CC-BY-4.0",
        settings["OpenData:LicenceAddress"] ?? "https://creativecommons.org/licenses/by/4.0/");

    /// <summary>As a header of whatever carries no licence in itself (RFC 4946 names the relation).</summary>
    public string Link => $"<{Address}>; rel=\"license\"";
}
