using System.ComponentModel.DataAnnotations;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Who is invited, and to which role.</summary>
public sealed class InvitationInput
{
    [Required(ErrorMessage = "required"), StringLength(60, ErrorMessage = "account-too-long")]
    public string DisplayName { get; set; } = "";

    [Required(ErrorMessage = "required"), EmailAddress(ErrorMessage = "account-email-wrong"), StringLength(256, ErrorMessage = "account-too-long")]
    public string Email { get; set; } = "";

    public Role Role { get; set; }

    public string? AreaCode { get; set; }

    /// <summary>统一社会信用代码 of the organisation of a unit's role.</summary>
    public string? Uscc { get; set; }
}
