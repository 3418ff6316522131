using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Yixiang.OpenData;

/// <summary>What OAI-PMH says when a request cannot be answered.</summary>
/// <param name="code">One of the codes of the protocol: <c>badArgument</c>, <c>badVerb</c> …</param>
internal sealed class OaiException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>A harvester's request, checked against what its verb allows.</summary>
/// <param name="Arguments">The arguments as they came, to be said back.</param>
internal sealed record OaiRequest(string Verb, IReadOnlyDictionary<string, string> Arguments)
{
    private const string Day = "yyyy-MM-dd", Second = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private static readonly string[] Selection = ["metadataPrefix", "from", "until", "set", "resumptionToken"];

    private static readonly Dictionary<string, (string[] Required, string[] Allowed)> Verbs = new()
    {
        ["Identify"] = ([], []),
        ["ListMetadataFormats"] = ([], ["identifier"]),
        ["ListSets"] = ([], ["resumptionToken"]),
        ["GetRecord"] = (["identifier", "metadataPrefix"], ["identifier", "metadataPrefix"]),
        ["ListIdentifiers"] = (["metadataPrefix"], Selection),
        ["ListRecords"] = (["metadataPrefix"], Selection),
    };

    /// <exception cref="OaiException">No such verb, or an argument that is missing, unknown, repeated or not to be understood.</exception>
    public static OaiRequest Read(IEnumerable<KeyValuePair<string, StringValues>> asked)
    {
        var all = asked.ToList();
        if (all.Where(a => a.Key == "verb").Select(a => a.Value).ToList() is not [{ Count: 1 } said] || !Verbs.TryGetValue(said.ToString(), out var verb))
        {
            throw new OaiException("badVerb", "The verb is missing, repeated or not one of OAI-PMH 2.0.");
        }

        var arguments = new Dictionary<string, string>();
        foreach (var (key, values) in all.Where(a => a.Key != "verb"))
        {
            if (values.Count != 1 || !verb.Allowed.Contains(key))
            {
                throw new OaiException("badArgument", $"The argument {key} is repeated, or does not belong to {said}.");
            }

            arguments[key] = values.ToString();
        }

        var resumed = arguments.ContainsKey("resumptionToken");
        if (resumed ? arguments.Count > 1 : verb.Required.Any(r => !arguments.ContainsKey(r)))
        {
            throw new OaiException("badArgument", resumed ? "A resumptionToken stands alone." : $"{said} needs {string.Join(" and ", verb.Required)}.");
        }

        return new(said.ToString(), arguments);
    }

    public string? this[string argument] => Arguments.GetValueOrDefault(argument);

    /// <summary>The span of time, both ends of one granularity: days or seconds.</summary>
    /// <exception cref="OaiException">A date that is none, of two granularities, or an end before its beginning.</exception>
    public (DateTimeOffset? From, DateTimeOffset? Until) Span()
    {
        var (from, until) = (Moment("from"), Moment("until"));
        if (from is not null && until is not null && (from.Value.Whole != until.Value.Whole || from.Value.At > until.Value.At))
        {
            throw new OaiException("badArgument", "from and until are of one granularity, and until is not before from.");
        }

        return (from?.At, until is { } last ? last.At + (last.Whole ? TimeSpan.FromDays(1) : TimeSpan.FromSeconds(1)) : null);
    }

    private (DateTimeOffset At, bool Whole)? Moment(string argument)
    {
        if (this[argument] is not { } text)
        {
            return null;
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(text, Day, CultureInfo.InvariantCulture, Utc, out var day) ? (day, true)
            : DateTimeOffset.TryParseExact(text, Second, CultureInfo.InvariantCulture, Utc, out var second) ? (second, false)
            : throw new OaiException("badArgument", $"{argument} is neither a day nor a second in UTC: {text}");
    }

    public static string Show(DateTimeOffset at) => at.UtcDateTime.ToString(Second, CultureInfo.InvariantCulture);
}

/// <summary>Where a harvester stands in a list: everything it asked for, and the last record it got. Nothing is kept for it here.</summary>
/// <param name="Sent">How many records it has got so far.</param>
internal sealed record ResumptionToken(string Prefix, HarvestQuestion Question, DateTimeOffset At, long Id, int Sent, int Whole)
{
    public override string ToString() => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(string.Join('|',
        Prefix, Question.From?.ToUnixTimeMilliseconds(), Question.Until?.ToUnixTimeMilliseconds(), Question.Set, At.ToUnixTimeMilliseconds(), Id, Sent, Whole)));

    /// <exception cref="OaiException">It was not given out here.</exception>
    public static ResumptionToken Read(string text)
    {
        try
        {
            if (Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text)).Split('|') is [var prefix, var from, var until, var set, var at, var id, var sent, var whole] && OaiFormat.Named(prefix) is not null)
            {
                return new(prefix, new(Moment(from), Moment(until), set == "" ? null : set), Moment(at)!.Value, Number(id), (int)Number(sent), (int)Number(whole));
            }
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentOutOfRangeException or InvalidOperationException)
        {
            // Said below.
        }

        throw new OaiException("badResumptionToken", "This resumptionToken was not given out here.");
    }

    private static DateTimeOffset? Moment(string text) => text == "" ? null : DateTimeOffset.FromUnixTimeMilliseconds(Number(text));

    private static long Number(string text) => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
