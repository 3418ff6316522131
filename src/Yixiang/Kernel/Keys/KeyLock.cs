using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Yixiang.Kernel;

/// <summary>Locks a data-protection key before it goes into the database.</summary>
public sealed class KeyLock(KeyChest chest) : IXmlEncryptor
{
    internal static readonly XName Locked = "yixiangLocked";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new XElement(Locked, chest.Lock(System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)))), typeof(KeyUnlock));
}

/// <summary>Opens what <see cref="KeyLock"/> has locked; the framework makes one by the name that stands beside the locked key.</summary>
public sealed class KeyUnlock(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var chest = services.GetService<KeyChest>() ?? throw new InvalidOperationException("No keys are set up.");
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(chest.Unlock(encryptedElement.Value)));
    }
}
