using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.OutputCaching;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Notices.Text;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Notices;

/// <summary>Two versions of a notice, line by line and within a line word by word.</summary>
[Public, OutputCache(PolicyName = LedgerCache.Policy)]
public sealed class ComparePageModel(NoticeReading reading) : PageModel
{
    public sealed record Part(string Label, IReadOnlyList<ChangedLine> Lines);

    public NoticeView View { get; private set; } = null!;
    public Edition From { get; private set; } = null!;
    public Edition To { get; private set; } = null!;
    public IReadOnlyList<Part> Parts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string section, int number, int from, int to, CancellationToken stop)
    {
        var view = await reading.FindAsync(number, null, stop);
        if (view is null || view.IsWithdrawn || view.Editions.FirstOrDefault(e => e.Number == from) is not { } older || view.Editions.FirstOrDefault(e => e.Number == to) is not { } newer)
        {
            return NotFound();
        }

        (View, From, To) = (view, older, newer);
        Parts = [.. Compared().Where(p => p.Lines.Any(l => !l.IsKept) || p.Label == T("notice.body"))];
        return Page();
    }

    public bool Same => Parts.All(p => p.Lines.All(l => l.IsKept));

    /// <summary>What came and what went, each told in words too for whoever does not see the colour.</summary>
    public static IHtmlContent Show(ChangedLine line)
    {
        var shown = new HtmlContentBuilder();
        foreach (var piece in line.Pieces)
        {
            if (piece.Change == Change.Kept)
            {
                shown.Append(piece.Text);
                continue;
            }

            var mark = new TagBuilder(piece.Change == Change.Added ? "ins" : "del");
            mark.AddCssClass("change");
            mark.InnerHtml.AppendHtml(Unseen(T(piece.Change == Change.Added ? "notice.change-added-begin" : "notice.change-removed-begin"))).Append(piece.Text).AppendHtml(Unseen(T("notice.change-end")));
            shown.AppendHtml(mark);
        }

        return shown;
    }

    private static TagBuilder Unseen(string text)
    {
        var span = new TagBuilder("span");
        span.AddCssClass("visually-hidden");
        span.InnerHtml.Append(text);
        return span;
    }

    private IEnumerable<Part> Compared()
    {
        yield return Of("notice.title", e => e.Wording.Title);
        yield return Of("notice.document-number", e => e.Wording.DocumentNumber);
        yield return Of("notice.issuer", e => e.Wording.Issuer);
        yield return Of(View.Notice.Kind == NoticeKind.Policy ? "notice.from" : "notice.when", e => e.Span.Say());
        yield return Of("notice.place", e => e.Wording.Place);
        yield return Of("notice.summary", e => e.Wording.Summary);
        yield return Of("notice.body", e => e.Wording.Body);
        yield return Of("notice.english-title", e => e.Wording.EnglishTitle);
        yield return Of("notice.english-body", e => e.Wording.EnglishBody);
        yield return Of("notice.files", e => string.Join('\n', e.Files.Select(f => f.File.Name + " " + f.File.Digest[..8])));
    }

    private Part Of(string label, Func<Edition, string?> text) => new(T(label), TextChanges.Between(text(From) ?? "", text(To) ?? ""));
}
