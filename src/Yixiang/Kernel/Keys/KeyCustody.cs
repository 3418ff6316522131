using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>How the keys in the database stand.</summary>
/// <param name="Locked">How many lay open, as versions before this one left them, and were locked now.</param>
/// <param name="Shut">How many cannot be opened with the keys at hand: what they protect is lost until the right key is back.</param>
public sealed record KeyState(int Locked, int Shut);

/// <summary>Sees at every start that no key lies open in the database, and that those in it can be opened.</summary>
public sealed class KeyCustody(KeyChest chest, TimeProvider clock)
{
    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";

    /// <summary>Locks the open ones, with a line in the journal.</summary>
    public async Task<KeyState> TakeAsync(Db db, CancellationToken stop)
    {
        var (locked, shut) = (0, 0);
        await db.Database.OpenConnectionAsync(stop);
        await KeyCustodySql.ForgetWhatIsReplacedAsync(db, stop);
        foreach (var row in await db.DataProtectionKeys.ToListAsync(stop))
        {
            var key = XElement.Parse(row.Xml!);
            if (OpenPartsOf(key) is { Count: > 0 } open)
            {
                open.ForEach(Shut);
                row.Xml = key.ToString(SaveOptions.DisableFormatting);
                locked++;
            }
            else if (key.Descendants(KeyLock.Locked).Any(l => !chest.Opens(l.Value)))
            {
                shut++;
            }
        }

        if (locked > 0)
        {
            db.Record(JournalEntry.Of("key", "data-protection", "lock", new(Actor.Product, clock.GetUtcNow()), null, null, $"{locked}"));
            await db.SaveChangesAsync(stop);
            await KeyCustodySql.ForgetAsync(db, stop);
        }

        await db.Database.CloseConnectionAsync();
        return new(locked, shut);
    }

    private static List<XElement> OpenPartsOf(XElement key) => [.. key.Descendants().Where(e => (string?)e.Attribute(Protection + "requiresEncryption") == "true")];

    /// <summary>Puts the locked form in place of the open one, as the framework itself writes it.</summary>
    private void Shut(XElement open)
    {
        var info = new KeyLock(chest).Encrypt(open);
        open.ReplaceWith(new XElement(Protection + "encryptedSecret", new XAttribute("decryptorType", info.DecryptorType.AssemblyQualifiedName!), info.EncryptedElement));
    }
}
