using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Brings refusals to the field of the form they speak of.</summary>
internal static class Refusals
{
    /// <summary>Says a refusal in the form: beside its fields, or above all when it names none.</summary>
    public static void Tell(this ModelStateDictionary state, Refusal refusal, string prefix = "Input")
    {
        foreach (var field in refusal.Fields)
        {
            state.AddModelError(field.Field == "" ? "" : $"{prefix}.{char.ToUpperInvariant(field.Field[0])}{field.Field[1..]}", field.Sentence);
        }

        if (refusal.Fields.Count == 0)
        {
            state.AddModelError("", refusal.Sentence);
        }
    }

    public static Refusal Wrong(params FieldProblem[] fields) => new(RefusalKind.WrongInput, "account-input") { Fields = fields };

    /// <summary>What the account store finds wrong becomes problems of fields.</summary>
    public static void OrRefuse(this IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new RefusedException(Wrong([.. result.Errors.Select(e => Of(e)).DistinctBy(p => p.Code)]));
        }
    }

    private static FieldProblem Of(IdentityError error) => error.Code switch
    {
        "DuplicateEmail" or "DuplicateUserName" => new("email", "account-email-taken"),
        "InvalidEmail" or "InvalidUserName" => new("email", "account-email-wrong"),
        var code => throw new InvalidOperationException($"The account store refused: {code}."),
    };
}
