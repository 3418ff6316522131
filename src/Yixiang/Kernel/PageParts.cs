namespace Yixiang.Kernel;

/// <summary>How something is meant to strike the reader; a colour and never the only sign.</summary>
public enum Tone { Quiet, Info, Accent, Ok, Warn, Error }

/// <summary>A state or mark in one short word.</summary>
public sealed record Badge(string Text, Tone Tone);

/// <summary>A step on the way from the home page to this one.</summary>
/// <param name="Path">Without the language prefix, such as <c>/unit/filings</c>; null for the page itself.</param>
public sealed record Crumb(string Text, string? Path = null);

/// <summary>Where in a long list the reader is.</summary>
/// <param name="Number">1 for the first page.</param>
/// <param name="Parameter">The name of the page number in the address.</param>
public sealed record Pager(int Number, int Size, int Total, string Parameter = "page")
{
    public int Count => Math.Max(1, (Total + Size - 1) / Size);

    /// <summary>The page numbers worth a link: both ends and the neighbours; null stands for a gap.</summary>
    public IEnumerable<int?> Links()
    {
        var shown = Enumerable.Range(1, Count).Where(n => n == 1 || n == Count || Math.Abs(n - Number) <= 2).ToList();
        for (var i = 0; i < shown.Count; i++)
        {
            if (i > 0 && shown[i] - shown[i - 1] > 1)
            {
                yield return null;
            }

            yield return shown[i];
        }
    }
}

/// <summary>What is shown where a list has no rows: why, and what can be done about it.</summary>
/// <param name="Icon">A symbol of <c>icons.svg</c>.</param>
/// <param name="ActionPath">Where the offered action leads, without the language prefix.</param>
public sealed record EmptyState(string Title, string? Text = null, string Icon = "inbox", string? ActionText = null, string? ActionPath = null);

/// <summary>One thing that happened.</summary>
/// <param name="Who">Who did it, as far as this reader may know.</param>
/// <param name="Said">The words that were given as a reason or comment.</param>
public sealed record TimelineEntry(DateTimeOffset At, string What, string? Who = null, string? Said = null, Tone Tone = Tone.Accent);

/// <summary>One value a list can be narrowed to.</summary>
/// <param name="Count">How many rows have it, where that is known.</param>
public sealed record FilterChoice(string Value, string Text, int? Count = null);

/// <summary>One way to narrow a list: free text, or one of a few values.</summary>
/// <param name="Name">The name in the address.</param>
/// <param name="Choices">Null for free text.</param>
public sealed record Filter(string Name, string Label, string? Value, IReadOnlyList<FilterChoice>? Choices = null)
{
    public bool IsActive => !string.IsNullOrEmpty(Value);
}

/// <summary>All filters of a list; they live in the address, so that a narrowed list can be linked and kept.</summary>
public sealed record FilterBar(params IReadOnlyList<Filter> Filters)
{
    public bool IsActive => Filters.Any(f => f.IsActive);
}
