using System.ComponentModel.DataAnnotations;
using Yixiang.Organisations;

namespace Yixiang.Accounts;

/// <summary>The applicant's own part of a registration.</summary>
public sealed class ApplicantInput
{
    [Required(ErrorMessage = "required"), StringLength(60, ErrorMessage = "account-too-long")]
    public string DisplayName { get; set; } = "";

    [Required(ErrorMessage = "required"), EmailAddress(ErrorMessage = "account-email-wrong"), StringLength(256, ErrorMessage = "account-too-long")]
    public string Email { get; set; } = "";

    [RegularExpression(@"[0-9+\- ]{5,20}", ErrorMessage = "account-phone-wrong")]
    public string? Phone { get; set; }

    [Required(ErrorMessage = "required"), StringLength(200, ErrorMessage = "account-too-long")]
    public string Password { get; set; } = "";
}

/// <summary>The organisation's part of a registration.</summary>
public sealed class RegisterInput
{
    [Required(ErrorMessage = "required")]
    public string Uscc { get; set; } = "";

    [Required(ErrorMessage = "required"), StringLength(200, MinimumLength = 2, ErrorMessage = "account-too-long")]
    public string Name { get; set; } = "";

    public OrganisationKind Kind { get; set; } = OrganisationKind.Company;

    public FundingNature Funding { get; set; } = FundingNature.NonFiscal;

    [Required(ErrorMessage = "required")]
    public string AreaCode { get; set; } = "";

    [StringLength(300, ErrorMessage = "account-too-long")]
    public string? Address { get; set; }

    [RegularExpression(@"[0-9+\- ]{5,20}", ErrorMessage = "account-phone-wrong")]
    public string? OfficePhone { get; set; }

    /// <summary>Manages instruments (<c>unit</c>) or only uses them (<c>user</c>).</summary>
    [Required(ErrorMessage = "required")]
    public string As { get; set; } = "unit";
}
