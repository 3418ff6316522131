using Microsoft.Extensions.Configuration;
using Yixiang.Kernel;

namespace Yixiang.Sheets;

/// <summary>The Chinese font that PDF files carry: a TrueType file named by the setting <c>Pdf:Font</c>, or else found where systems keep fonts.</summary>
/// <remarks>TrueType outlines only: collections and OpenType/CFF fonts lose the text when it is copied out of the PDF again.</remarks>
public sealed class PdfFont(IConfiguration settings)
{
    private static readonly string[] Known =
    [
        "LXGWWenKai-Regular.ttf", "LXGWWenKaiGB-Regular.ttf", "LXGWWenKaiLite-Regular.ttf", "NotoSansSC-Regular.ttf", "NotoSansSC[wght].ttf",
        "SourceHanSansSC-Regular.ttf", "simhei.ttf", "simkai.ttf", "simfang.ttf", "Deng.ttf",
    ];

    private string? found;

    /// <summary>The font file's bytes.</summary>
    /// <exception cref="RefusedException"><c>pdf-no-font</c> when there is none, with the setting that would name one.</exception>
    internal byte[] Read()
    {
        var path = found ??= settings["Pdf:Font"] is { Length: > 0 } named ? named : Find(Folders());
        if (path is null || !File.Exists(path))
        {
            found = null;
            throw new RefusedException(new(RefusalKind.Incomplete, "pdf-no-font"));
        }

        var font = File.ReadAllBytes(path);
        return TrueTypeFont.CanRead(font) ? font : throw new RefusedException(new(RefusalKind.Incomplete, "pdf-no-font"));
    }

    private static string? Find(IEnumerable<string> folders)
    {
        var files = folders.Where(Directory.Exists).SelectMany(Fonts).ToLookup(Path.GetFileName, StringComparer.OrdinalIgnoreCase);
        return Known.SelectMany(name => files[name]).FirstOrDefault();
    }

    private static IEnumerable<string> Fonts(string folder) =>
        Directory.EnumerateFiles(folder, "*.ttf", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true });

    private static IEnumerable<string> Folders()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            Path.Combine(AppContext.BaseDirectory, "fonts"), "/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".fonts"),
            Path.Combine(home, ".local/share/fonts"), "/Library/Fonts", Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
        ];
    }
}
