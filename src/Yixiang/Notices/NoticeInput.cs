using System.Globalization;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;

namespace Yixiang.Notices;

/// <summary>What is typed into the editor, in the words of the form. What must be there is asked only when it is handed in.</summary>
/// <param name="Instrument">Reference of the instrument whose guide this is.</param>
public sealed record NoticeInput(Wording Wording, Span Span, string? ClassCode, string? Technique, string? Instrument)
{
    /// <param name="word">The word under a name; empty when there is none.</param>
    /// <param name="problems">What is wrong, by name.</param>
    public static NoticeInput Read(NoticeKind kind, Func<string, string> word, CodeTables tables, Lexicon lexicon, out List<FieldProblem> problems)
    {
        List<FieldProblem> wrong = [];
        string Line(string name, int most)
        {
            var text = word(name).Trim();
            if (text.Length > most)
            {
                wrong.Add(new(name, "too-long", most, text.Length));
            }

            return text;
        }

        string? Filled(string name, int most, bool asked = true) => asked && Line(name, most) is { Length: > 0 } text ? text : null;
        var (isPolicy, isEvent, isGuide) = (kind == NoticeKind.Policy, kind is NoticeKind.OpenDay or NoticeKind.Round, kind == NoticeKind.Guide);
        var wording = new Wording
        {
            Title = Line("title", Wording.LongestTitle),
            EnglishTitle = Filled("englishTitle", Wording.LongestTitle * 2),
            Summary = Line("summary", Wording.LongestSummary),
            EnglishSummary = Filled("englishSummary", Wording.LongestSummary * 2),
            Body = Line("body", Wording.LongestBody).ReplaceLineEndings("\n"),
            EnglishBody = Filled("englishBody", Wording.LongestBody)?.ReplaceLineEndings("\n"),
            DocumentNumber = Filled("documentNumber", Wording.LongestLine, isPolicy),
            Issuer = Filled("issuer", Wording.LongestLine, isPolicy),
            Place = Filled("place", Wording.LongestTitle, isEvent),
            EnglishPlace = Filled("englishPlace", Wording.LongestTitle * 2, isEvent),
        };
        var span = isPolicy || isEvent ? ReadSpan(word, isEvent, wrong) : new();
        var read = new NoticeInput(wording, span, Filled("classCode", 10, isGuide), Filled("technique", 60, isGuide), Filled("instrument", 20, isGuide));
        read.Check(tables, lexicon, wrong);
        problems = wrong;
        return read;
    }

    private static Span ReadSpan(Func<string, string> word, bool hours, List<FieldProblem> problems)
    {
        var span = new Span(Day("from", word, problems), Day("until", word, problems), hours ? Hour("opens", word, problems) : null, hours ? Hour("closes", word, problems) : null);
        if (span.Until < span.From || (span.Until == span.From && span.Closes <= span.Opens))
        {
            problems.Add(new("until", "notice-until-before"));
        }

        if (span.Opens is null != span.Closes is null)
        {
            problems.Add(new("closes", "notice-both-hours"));
        }

        return span;
    }

    private void Check(CodeTables tables, Lexicon lexicon, List<FieldProblem> problems)
    {
        if (ClassCode is not null && !tables.InstrumentClasses.Has(ClassCode))
        {
            problems.Add(new("classCode", "unknown-code", ClassCode));
        }

        if (Technique is not null && lexicon.Techniques.All(t => t.Id != Technique))
        {
            problems.Add(new("technique", "unknown-code", Technique));
        }

        if (new[] { ClassCode, Technique, Instrument }.Count(b => b is not null) > 1)
        {
            problems.Add(new("instrument", "notice-one-binding"));
        }
    }

    private static DateOnly? Day(string name, Func<string, string> word, List<FieldProblem> problems)
    {
        var text = word(name).Trim();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1950 and < 2200)
        {
            return day;
        }

        if (text != "")
        {
            problems.Add(new(name, "date", text));
        }

        return null;
    }

    private static TimeOnly? Hour(string name, Func<string, string> word, List<FieldProblem> problems)
    {
        var text = word(name).Trim();
        if (TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour))
        {
            return hour;
        }

        if (text != "")
        {
            problems.Add(new(name, "notice-hour", text));
        }

        return null;
    }
}
