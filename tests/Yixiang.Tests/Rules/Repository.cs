using System.Runtime.CompilerServices;

namespace Yixiang.Tests.Rules;

/// <summary>One file of the product as it lies in the repository.</summary>
/// <param name="Path">From <c>src/Yixiang</c>, with slashes.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The room of the house it lies in; empty for the doorstep (Program.cs).</summary>
    public string Folder { get; } = Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.IndexOf('/', StringComparison.Ordinal)] : "";
}

/// <summary>The repository that these tests were built from, for rules that speak about its text.</summary>
internal static class Repository
{
    public static readonly string Root = System.IO.Path.GetFullPath(System.IO.Path.Combine(Here(), "../../../.."));

    public static readonly IReadOnlyList<SourceFile> Code = Read("*.cs");
    public static readonly IReadOnlyList<SourceFile> Views = Read("*.cshtml");
    public static readonly IReadOnlyList<SourceFile> Words = Read("texts.json");

    /// <summary>The room that a type of the product belongs to, or empty.</summary>
    public static string FolderOf(Type type) => type.Namespace?.Split('.') is ["Yixiang", var folder, ..] ? folder : "";

    /// <summary>A document in the repository that the code generates; written anew when UPDATE_DOCS=1.</summary>
    public static void IsUpToDate(string path, string text)
    {
        var file = System.IO.Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        Assert.True(File.Exists(file), $"{path} is missing. Repair: bin/docs");
        if (File.ReadAllText(file) is var written && written != text)
        {
            Assert.Fail($"{path} is not what the code says: {Difference(written, text)}\nRepair: bin/docs");
        }
    }

    private static string Difference(string written, string told)
    {
        var (old, now) = (written.Split('\n'), told.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length)).First(i => old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"line {line + 1}\n  written: {old.ElementAtOrDefault(line)}\n  code:    {now.ElementAtOrDefault(line)}";
    }

    private static List<SourceFile> Read(string pattern)
    {
        var source = System.IO.Path.Combine(Root, "src/Yixiang");
        return
        [
            .. Directory.EnumerateFiles(source, pattern, SearchOption.AllDirectories)
                .Select(file => System.IO.Path.GetRelativePath(source, file).Replace('\\', '/'))
                .Where(path => !path.StartsWith("bin/", StringComparison.Ordinal) && !path.StartsWith("obj/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(source, path)))),
        ];
    }

    private static string Here([CallerFilePath] string here = "") => here;
}
