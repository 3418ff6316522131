using System.Globalization;
using Yixiang.Instruments;
using Yixiang.Kernel;

namespace Yixiang.Filings;

/// <summary>What was typed about an exit (notice article 7): why, since when, in words.</summary>
public sealed record ExitForm(string Cause, string On, string Note)
{
    public static ExitForm Of(Filing filing) =>
        new(filing.ExitCause?.ToString() ?? "", filing.ExitOn is { } on ? CityTime.Show(on) : "", filing.ExitNote ?? "");

    public static ExitForm Read(IFormCollection form) => new(form["cause"].ToString(), form["on"].ToString().Trim(), form["note"].ToString().ReplaceLineEndings("\n").Trim());

    public ExitCause? ReadCause() => Enum.TryParse<ExitCause>(Cause, out var cause) && Enum.IsDefined(cause) ? cause : null;

    public DateOnly? ReadDay() => DateOnly.TryParseExact(On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>What is wrong with it, by the names of the controls.</summary>
    public IEnumerable<FieldProblem> Problems(DateOnly today)
    {
        if (ReadCause() is null)
        {
            yield return new("cause", "required");
        }

        if (ReadDay() is not { } day)
        {
            yield return new("on", On == "" ? "required" : "date", On);
        }
        else if (day > today)
        {
            yield return new("on", "date-in-future", On);
        }
        else if (day.Year < 1950)
        {
            yield return new("on", "date-too-early", On);
        }

        if (Note.Length is < 2 or > 500)
        {
            yield return new("note", "reason-length");
        }
    }
}
