namespace Yixiang.Organisations;

/// <summary>What an organisation says of itself; all of it may be public.</summary>
public sealed record OrganisationProfile(
    string? EnglishName, string? Address, string? Postcode, string? OfficePhone, string? Website, string? About, IReadOnlyList<HostPlatform> HostPlatforms);

public sealed partial class Organisation
{
    /// <summary>Writes the profile anew, host platforms included.</summary>
    public void Describe(OrganisationProfile profile)
    {
        (EnglishName, Address, Postcode) = (profile.EnglishName, profile.Address, profile.Postcode);
        (OfficePhone, Website, About) = (profile.OfficePhone, profile.Website, profile.About);
        HostPlatforms.Clear();
        HostPlatforms.AddRange(profile.HostPlatforms);
        Touch();
    }
}
