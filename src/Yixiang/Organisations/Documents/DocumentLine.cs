using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Organisations;

/// <summary>A document as a line of a list.</summary>
public sealed record DocumentLine(Document Document, CodeTable Kinds, DateOnly Today)
{
    public string Kind => Kinds.NameOf(Document.KindCode);

    /// <summary>What a reader has to know before relying on it; null when it simply holds.</summary>
    public Badge? Mark =>
        Document.State != DocumentState.Current ? new(T(Document.State), Tone.Quiet)
        : Document.IsExpired(Today) ? new(T("document.expired"), Tone.Error)
        : null;

    public string Dates => Document.ValidUntil is { } until ? T("document.dates-until", CityTime.Show(Document.IssuedOn), CityTime.Show(until)) : T("document.dates", CityTime.Show(Document.IssuedOn));
}
