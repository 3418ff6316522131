using System.Security.Cryptography;
using System.Text;

namespace Yixiang.Kernel;

/// <summary>Locks a kept answer with the request that it answers: who sends the same request again opens it, and nobody who only holds the database.</summary>
internal static class AnswerLock
{
    private const int SaltBytes = 16, KeyBytes = 32;
    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;
    private static readonly int HeadBytes = SaltBytes + NonceBytes + TagBytes;

    /// <param name="name">Name of the request: route, organisation and key.</param>
    /// <param name="body">Its body, which is kept nowhere.</param>
    /// <returns>Salt, nonce, tag and locked text, in Base64.</returns>
    public static string Close(string answer, string name, string body)
    {
        var plain = Encoding.UTF8.GetBytes(answer);
        var locked = new byte[HeadBytes + plain.Length];
        RandomNumberGenerator.Fill(locked.AsSpan(0, SaltBytes + NonceBytes));
        var (salt, nonce) = (locked[..SaltBytes], locked[SaltBytes..(SaltBytes + NonceBytes)]);
        using var cipher = new AesGcm(KeyOf(salt, name, body), TagBytes);
        cipher.Encrypt(nonce, plain, locked.AsSpan(HeadBytes), locked.AsSpan(SaltBytes + NonceBytes, TagBytes));
        return Convert.ToBase64String(locked);
    }

    /// <exception cref="CryptographicException">It was locked with another request, or altered.</exception>
    public static string Open(string locked, string name, string body)
    {
        var bytes = Convert.FromBase64String(locked);
        var plain = new byte[bytes.Length - HeadBytes];
        using var cipher = new AesGcm(KeyOf(bytes.AsSpan(0, SaltBytes), name, body), TagBytes);
        cipher.Decrypt(bytes.AsSpan(SaltBytes, NonceBytes), bytes.AsSpan(HeadBytes), bytes.AsSpan(SaltBytes + NonceBytes, TagBytes), plain);
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] KeyOf(ReadOnlySpan<byte> salt, string name, string body)
    {
        var key = new byte[KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(body), key, salt, Encoding.UTF8.GetBytes(name));
        return key;
    }
}
