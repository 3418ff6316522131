using System.Text;
using Yixiang.Kernel;
using Yixiang.Sheets;

namespace Yixiang.Operator;

/// <summary>A small font with the characters of the demo: each of its papers takes its few from there, and not from the ten megabytes of the whole font.</summary>
internal sealed class DemoFont(PdfFont whole, IEnumerable<string> words)
{
    private readonly HashSet<Rune> held = [.. words.SelectMany(w => w.EnumerateRunes())];
    private byte[]? small;

    /// <summary>A font that holds at least these words; null where the machine has none.</summary>
    public byte[]? For(IEnumerable<string> more)
    {
        var asked = more.SelectMany(w => w.EnumerateRunes()).ToList();
        if (small is not null && held.IsSupersetOf(asked))
        {
            return small;
        }

        held.UnionWith(asked);
        try
        {
            return small = TrueTypeSubset.Of(whole.Read(), held);
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
