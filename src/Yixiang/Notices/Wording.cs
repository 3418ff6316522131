using Yixiang.Notices.Text;

namespace Yixiang.Notices;

/// <summary>The words of an edition. Chinese is required; where English is missing the English page says so and shows the Chinese.</summary>
public sealed record Wording
{
    public const int LongestTitle = 120, LongestSummary = 400, LongestBody = 50_000, LongestLine = 100;

    public string Title { get; init; } = "";
    public string? EnglishTitle { get; init; }
    public string Summary { get; init; } = "";
    public string? EnglishSummary { get; init; }

    /// <summary>Markdown.</summary>
    public string Body { get; init; } = "";
    public string? EnglishBody { get; init; }

    /// <summary>文号, as the document bears it: 市科函〔2023〕5号.</summary>
    public string? DocumentNumber { get; init; }

    /// <summary>发文机关, where it is not the bureau or unit that publishes.</summary>
    public string? Issuer { get; init; }

    /// <summary>Where an open day or a round takes place.</summary>
    public string? Place { get; init; }
    public string? EnglishPlace { get; init; }

    public bool IsTranslated => !string.IsNullOrEmpty(EnglishBody);

    internal string Searchable()
    {
        var text = string.Join('\n', new[] { Title, DocumentNumber, Issuer, Place, Summary, RichText.Plain(Body), EnglishTitle, EnglishSummary, EnglishPlace, RichText.Plain(EnglishBody ?? "") }.Where(t => !string.IsNullOrEmpty(t)));
        return text.ToLowerInvariant();
    }
}

/// <summary>The days of an edition: of a policy when it is in force, of an open day or a round when it takes place. Both ends belong to it.</summary>
/// <param name="From">Day in the city.</param>
/// <param name="Until">Null where it has no end.</param>
/// <param name="Opens">Hour of the first day; null for whole days.</param>
/// <param name="Closes">Hour of the last day.</param>
public sealed record Span(DateOnly? From = null, DateOnly? Until = null, TimeOnly? Opens = null, TimeOnly? Closes = null);
