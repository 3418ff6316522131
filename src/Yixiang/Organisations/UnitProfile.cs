using System.ComponentModel.DataAnnotations;
using Yixiang.Kernel;

namespace Yixiang.Organisations;

/// <summary>What a unit may say of itself without asking anybody. Name, code, kind and area were checked by an officer and are not among it.</summary>
public sealed class UnitProfile
{
    [StringLength(200, ErrorMessage = "organisation-text-length")]
    public string? EnglishName { get; set; }

    [StringLength(300, ErrorMessage = "organisation-text-length")]
    public string? Address { get; set; }

    [RegularExpression(@"\d{6}", ErrorMessage = "organisation-postcode")]
    public string? Postcode { get; set; }

    [RegularExpression(@"(0\d{2,3}[- ]?\d{7,8}(-\d{1,6})?|\d{7,8}|400[- ]?\d{3}[- ]?\d{4})", ErrorMessage = "organisation-office-phone")]
    public string? OfficePhone { get; set; }

    [RegularExpression(@"https?://\S{3,190}", ErrorMessage = "organisation-website")]
    public string? Website { get; set; }

    [StringLength(2000, ErrorMessage = "organisation-text-length")]
    public string? About { get; set; }

    [RegularExpression("[0-9a-zA-Z]{1,32}", ErrorMessage = "organisation-national-code")]
    public string? NationalCode { get; set; }

    public static UnitProfile Of(Organisation o) => new()
    {
        EnglishName = o.EnglishName,
        Address = o.Address,
        Postcode = o.Postcode,
        OfficePhone = o.OfficePhone,
        Website = o.Website,
        About = o.About,
        NationalCode = o.NationalCode,
    };

    public void WriteTo(Organisation o)
    {
        (o.EnglishName, o.Address, o.Postcode, o.OfficePhone) = (EnglishName?.Trim(), Address?.Trim(), Postcode, OfficePhone?.Trim());
        (o.Website, o.About, o.NationalCode) = (Website?.Trim(), About?.ReplaceLineEndings("\n").Trim(), NationalCode);
        o.Touch();
    }
}

/// <summary>A host platform as its unit names it (notice article 1).</summary>
public sealed class HostPlatformInput
{
    [Required(ErrorMessage = "required"), StringLength(200, MinimumLength = 2, ErrorMessage = "organisation-text-length")]
    public string Name { get; set; } = "";

    [Required(ErrorMessage = "required")]
    public string KindCode { get; set; } = "";

    [Required(ErrorMessage = "required"), RegularExpression("[1-4]", ErrorMessage = "required")]
    public string LevelCode { get; set; } = "";

    public bool IsKnown(CityPack pack) => pack.Kinds.HostPlatforms.Any(k => k.Code == KindCode);
}
