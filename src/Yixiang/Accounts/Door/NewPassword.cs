using System.ComponentModel.DataAnnotations;

namespace Yixiang.Accounts;

/// <summary>A new password, typed twice.</summary>
public sealed class NewPassword
{
    [Required(ErrorMessage = "required"), StringLength(200, ErrorMessage = "account-too-long")]
    public string Password { get; set; } = "";

    [Required(ErrorMessage = "required"), Compare(nameof(Password), ErrorMessage = "account-password-differs")]
    public string Repeated { get; set; } = "";
}
