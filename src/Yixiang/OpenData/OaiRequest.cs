using System.Globalization;
using Yixiang.Kernel;

namespace Yixiang.OpenData;

/// <summary>A wrong request, with its code from the protocol.</summary>
internal sealed class OaiError(string code, string sentence) : Exception(sentence)
{
    public string Code => code;
}

/// <summary>What a harvester asks for in a list.</summary>
/// <param name="Prefix">The form of the records.</param>
/// <param name="From">Records that changed at or after that moment.</param>
/// <param name="Until">Records that changed before that moment; the protocol's own end is inclusive, in days or seconds.</param>
/// <param name="Set"><c>class:0101</c>, <c>area:140702</c>, <c>organisation:O-000001</c>; empty for all.</param>
/// <param name="After">Key of the last record that was given. Records never change their key, so that a list stays whole while the ledger changes.</param>
internal sealed record OaiRequest(string Prefix, DateTimeOffset? From, DateTimeOffset? Until, string Set, long After)
{
    private const string Second = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string Day = "yyyy-MM-dd";

    /// <summary>Reads the arguments of a list, or the token that stands for them.</summary>
    public static OaiRequest Read(IReadOnlyDictionary<string, string> arguments)
    {
        if (arguments.TryGetValue("resumptionToken", out var token))
        {
            return arguments.Count == 2 ? OfToken(token) : throw new OaiError("badArgument", "resumptionToken is an exclusive argument.");
        }

        var prefix = arguments.GetValueOrDefault("metadataPrefix") ?? throw new OaiError("badArgument", "metadataPrefix is missing.");
        return Of(prefix, arguments.GetValueOrDefault("from", ""), arguments.GetValueOrDefault("until", ""), arguments.GetValueOrDefault("set", ""), 0);
    }

    public string Token(long after) => string.Join('!', Prefix, Text(From), Text(Until), Set, after.ToString(CultureInfo.InvariantCulture));

    private static OaiRequest OfToken(string token)
    {
        try
        {
            return token.Split('!') is [var prefix, var from, var until, var set, var after] && long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
                ? new(prefix, Moment(from), Moment(until), set, last)
                : throw new OaiError("badResumptionToken", "The token is none of ours.");
        }
        catch (OaiError)
        {
            throw new OaiError("badResumptionToken", "The token is none of ours.");
        }
    }

    private static OaiRequest Of(string prefix, string from, string until, string set, long after)
    {
        if (from != "" && until != "" && from.Length != until.Length)
        {
            throw new OaiError("badArgument", "from and until have different granularity.");
        }

        var (begin, end) = (Moment(from), Moment(until));
        end = until.Length == Day.Length ? end?.AddDays(1) : end?.AddSeconds(1);
        return begin >= end ? throw new OaiError("badArgument", "from is later than until.") : new(prefix, begin, end, set, after);
    }

    private static string Text(DateTimeOffset? at) => at?.UtcDateTime.ToString(Second, CultureInfo.InvariantCulture) ?? "";

    private static DateTimeOffset? Moment(string text) => text == "" ? null
        : DateTimeOffset.TryParseExact(text, [Second, Day], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at
        : throw new OaiError("badArgument", "A date is written 2026-03-01 or 2026-03-01T00:00:00Z.");
}
