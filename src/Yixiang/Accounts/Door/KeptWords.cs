using Yixiang.Kernel;

namespace Yixiang.Accounts;

/// <summary>What a person had typed into a form of this site that could not be taken: ready to be sent again by one press.</summary>
/// <param name="Address">Where the form was to go, without the host.</param>
/// <param name="Secrets">Names of the fields whose words are never kept; the person types them anew.</param>
/// <param name="IsUpload">The page reads a form of parts, as one with files.</param>
/// <param name="LostFiles">Whether chosen files must be chosen again.</param>
public sealed record KeptWords(
    string Address, IReadOnlyList<KeyValuePair<string, string>> Words, IReadOnlyList<string> Secrets, bool IsUpload, bool LostFiles)
{
    private const string Token = "__RequestVerificationToken";

    /// <summary>Endings of the names of fields that hold a password.</summary>
    private static readonly string[] SecretEndings = ["Password", "Repeated", "Old"];

    /// <summary>What can be shown to the person, under the names of the fields where they have one.</summary>
    public IEnumerable<(string Label, string Text)> Readable =>
        from word in Words
        where word.Value.Length > 0
        let label = $"field.{word.Key[(word.Key.LastIndexOf('.') + 1)..]}"
        select (Texts.Has(label) ? Texts.T(label) : word.Key, word.Value);

    /// <summary>The words of this request.</summary>
    /// <returns>Null when the browser does not say that the form was filled in here: words of another site are never offered for sending.</returns>
    public static async Task<KeptWords?> OfAsync(HttpRequest request, CancellationToken stop)
    {
        if (request.IsOwn() != true || !request.HasFormContentType)
        {
            return null;
        }

        var address = request.PathBase + request.Path + request.QueryString;
        var form = await request.ReadFormAsync(stop);
        var typed = form.Where(f => f.Key != Token).ToLookup(f => IsSecret(f.Key));
        return new(
            address, [.. typed[false].SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? ""))], [.. typed[true].Select(f => f.Key)],
            request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase), form.Files.Any(f => f.Length > 0));
    }

    /// <summary>Whether a field of that name holds a password.</summary>
    public static bool IsSecret(string name) => SecretEndings.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));
}

public static class Origins
{
    /// <summary>Whether a request began on a page of this site, as far as browsers tell.</summary>
    /// <returns>Null when it says nothing: no browser of today does that, but machines do.</returns>
    public static bool? IsOwn(this HttpRequest request)
    {
        var (site, origin) = (request.Headers["Sec-Fetch-Site"].ToString(), request.Headers.Origin.ToString());
        return site != "" ? site is "same-origin" or "none" : origin != "" ? origin == $"{request.Scheme}://{request.Host}" : null;
    }
}
