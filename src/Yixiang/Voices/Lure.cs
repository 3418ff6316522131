namespace Yixiang.Voices;

/// <summary>A field that people do not see and that machines fill in. Whoever filled it, by hand or by a browser that fills in too much, gets the form back with every word and is asked to empty it.</summary>
internal static class Lure
{
    public const string Name = "homepage";

    public static bool Caught(IFormCollection form) => form[Name].ToString() != "";
}
