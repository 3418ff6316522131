using System.Xml;

namespace Yixiang.Kernel;

/// <summary>Text as XML can hold it.</summary>
public static class XmlSafe
{
    /// <summary>Without the characters that XML has no room for: a stray one in a name must not break a whole feed or harvest.</summary>
    public static string Text(string text) => string.Concat(text.EnumerateRunes().Where(r => !r.IsBmp || XmlConvert.IsXmlChar((char)r.Value)));
}
