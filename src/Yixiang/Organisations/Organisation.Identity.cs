using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Organisations;

public sealed partial class Organisation
{
    /// <summary>Enters the credit code that nobody knew when a list named the organisation. What is known once is not overwritten.</summary>
    /// <exception cref="RefusedException"><c>organisation-identified</c>: another code is known already.</exception>
    public void Identify(Uscc code)
    {
        if (_uscc is not null && _uscc != code.ToString())
        {
            throw new RefusedException(new(RefusalKind.WrongState, "organisation-identified", Name, _uscc));
        }

        _uscc = code.ToString();
        Touch();
    }
}

/// <summary>How organisations are named: by their own number always, by the credit code where it is known.</summary>
public static class OrganisationIdentity
{
    /// <summary>The number of the next organisation: <c>O-000123</c>.</summary>
    public static async Task<string> NextOrganisationAsync(this Db db, CancellationToken stop = default) => $"O-{await db.TakeAsync("organisation", 1, stop):000000}";

    /// <summary>Whether a text can name an organisation at all.</summary>
    public static bool NamesOrganisation(string text) =>
        (text.StartsWith("O-", StringComparison.Ordinal) && text.Length is > 2 and <= 20 && text.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0)
        || (text.Length == 18 && text.All(char.IsAsciiLetterOrDigit));

    /// <summary>The organisation with this number or this credit code.</summary>
    public static IQueryable<Organisation> Named(this IQueryable<Organisation> organisations, string text)
    {
        var code = Uscc.TryParse(text, out var parsed, out _) ? parsed.ToString() : text;
        return organisations.Where(o => o.Reference == text || o.Uscc == code);
    }

    /// <summary>Enters a credit code as somebody typed it, and saves it with its journal entry.</summary>
    /// <exception cref="RefusedException">The code is wrong (<c>organisation-uscc</c>), known already, or another organisation's (<c>organisation-uscc-taken</c>).</exception>
    public static async Task IdentifyAsync(this Db db, Organisation organisation, string? typed, Act act, CancellationToken stop)
    {
        if (!Uscc.TryParse(typed, out var code, out var problem))
        {
            throw new RefusedException(new(RefusalKind.WrongInput, "organisation-uscc") { Fields = [problem! with { Field = "code" }] });
        }

        var text = code.ToString();
        if (await db.Organisations.Where(o => o.Uscc == text && o.Id != organisation.Id).Select(o => o.Name).FirstOrDefaultAsync(stop) is { } other)
        {
            throw Taken(text, other);
        }

        organisation.Identify(code);
        db.Record(JournalEntry.Of("organisation", organisation.Reference, "identify", act, text));
        try
        {
            await db.SaveAsync(organisation.Reference, stop);
        }
        // Two people at once: the database lets the code in once.
        catch (DbUpdateException)
        {
            throw Taken(text, "");
        }
    }

    private static RefusedException Taken(string code, string name) => new(new(RefusalKind.Conflict, "organisation-uscc-taken", code, name));
}
