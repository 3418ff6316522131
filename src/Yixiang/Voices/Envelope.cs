using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Yixiang.Kernel;

namespace Yixiang.Voices;

/// <summary>What leads back to somebody who spoke without an account: how to be reached, and the address of the receipt. Never in the journal, and in the database only sealed.</summary>
/// <param name="Contact">Mail address or telephone number, as it was given.</param>
/// <param name="ReceiptCode">So that a mail can name the receipt page; the database itself knows the code's digest only.</param>
public sealed record Envelope(string Contact, string ReceiptCode)
{
    public bool IsMail => Contact.Contains('@', StringComparison.Ordinal);
}

/// <summary>Seals and opens <see cref="Envelope"/>s with the data-protection keys, which are locked by the key file (A12).</summary>
public sealed class Envelopes(IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("voice-envelope");

    public string Seal(Envelope envelope) => protector.Protect(JsonSerializer.Serialize(envelope));

    /// <returns>Null when there is none, it was erased, or the key that opens it is lost.</returns>
    public Envelope? Open(string? secret)
    {
        try
        {
            return secret is null ? null : JsonSerializer.Deserialize<Envelope>(protector.Unprotect(secret));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>The code of a receipt: whoever has it reads the state and the answer, and nobody can guess it.</summary>
public static class ReceiptCode
{
    private const int Bytes = 16;

    /// <summary>128 random bits in hexadecimal.</summary>
    public static string Next() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What the database keeps of it.</summary>
    public static string DigestOf(string code) => JournalEntry.DigestOf("receipt " + code.Trim().ToLowerInvariant());
}
