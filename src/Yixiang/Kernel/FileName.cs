namespace Yixiang.Kernel;

/// <summary>A file's name as a person gave it, made fit to be kept and shown: without folders and control characters, and short enough for its column, ending kept.</summary>
public static class FileName
{
    private const int Longest = 200, LongestEnding = 10;

    public static string Of(string given)
    {
        var name = string.Concat(given.Split('/', '\\')[^1].Where(c => !char.IsControl(c))).Trim();
        if (name.Length <= Longest)
        {
            return name;
        }

        var ending = Path.GetExtension(name);
        ending = ending[..Math.Min(ending.Length, LongestEnding)];
        var stem = name[..(Longest - ending.Length)];
        // Never half a character.
        return (char.IsHighSurrogate(stem[^1]) ? stem[..^1] : stem) + ending;
    }
}
