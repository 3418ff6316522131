using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>Password rules of the city (GB/T 22239 8.1.4.1 a): length, number of character classes, and not one's own name.</summary>
public sealed class Passwords(DoorRules rules)
{
    private const int LeastOfName = 4;

    /// <summary>What is wrong with a password for this account, or null.</summary>
    public FieldProblem? Problem(Account user, string password)
    {
        var (least, classes) = (rules.City.Password.MinimumLength, rules.City.Password.Classes);
        if (password.Length < least)
        {
            return new("password", "account-password-short", least);
        }

        if (ClassesOf(password) < classes)
        {
            return new("password", "account-password-classes", classes);
        }

        string?[] names = [user.UserName, user.Email?.Split('@')[0], user.PhoneNumber];
        return names.Any(n => n?.Length >= LeastOfName && password.Contains(n, StringComparison.OrdinalIgnoreCase)) ? new("password", "account-password-name") : null;
    }

    private static int ClassesOf(string password)
    {
        Func<char, bool>[] classes = [char.IsUpper, char.IsLower, char.IsDigit, c => !char.IsLetterOrDigit(c)];
        return classes.Count(password.Any);
    }
}
