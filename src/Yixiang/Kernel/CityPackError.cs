using System.Diagnostics.CodeAnalysis;

namespace Yixiang.Kernel;

/// <summary>A city pack or code table that cannot be used: which file, where in it, and why. Stops the start.</summary>
/// <param name="path">JSON path such as <c>#/[3].code</c>, or a line.</param>
[SuppressMessage("Naming", "CA1710", Justification = "It is told to an operator as an error of the pack; nobody catches it but the start.")]
public sealed class CityPackError(string file, string path, string reason) : Exception(Texts.T("citypack.error", file, path, reason))
{
    /// <summary>File name without folder.</summary>
    public string File { get; } = file;

    public string Path { get; } = path;

    public string Reason { get; } = reason;
}
