using System.Security.Cryptography;

namespace Yixiang.Kernel;

/// <summary>The keys that lock the keys of cookies, forms, links and second factors: in a file or a setting, never in the database that they guard.</summary>
/// <remarks>Several keys may stand one after the other: the first locks, all of them open. That is how a key is changed.</remarks>
public sealed class KeyChest
{
    public const string DefaultFile = "yixiang.key";
    private const string Label = "YIXIANG KEY";
    private const int Bytes = 32;
    private const int MarkLength = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lazy<IReadOnlyList<(string Mark, byte[] Key)>> keys;

    private KeyChest(string where, Func<string> pem) => (Where, keys) = (where, new(() => Read(pem(), where)));

    /// <summary>Where the keys come from, for messages: a path, or the name of the setting.</summary>
    public string Where { get; }

    /// <summary>Settings: <c>Keys</c>, a file or the PEM text itself; <c>Data</c> for the default, a file of its own that is made when it is not there.</summary>
    public static KeyChest Of(IConfiguration settings)
    {
        var given = settings["Keys"] ?? "";
        if (given.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return new("Keys", () => given);
        }

        var file = Path.GetFullPath(given != "" ? given : Path.Combine(settings["Data"] ?? "data", DefaultFile));
        return new(file, () => Open(file));
    }

    /// <summary>Locks a secret: mark of the key, nonce, tag and cipher text.</summary>
    public string Lock(byte[] secret)
    {
        var (mark, key) = keys.Value[0];
        var (nonce, tag, hidden) = (RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize), new byte[AesGcm.TagByteSizes.MaxSize], new byte[secret.Length]);
        using var cipher = new AesGcm(key, tag.Length);
        cipher.Encrypt(nonce, secret, hidden, tag);
        return $"{mark}.{Convert.ToBase64String([.. nonce, .. tag, .. hidden])}";
    }

    /// <exception cref="CryptographicException">None of the keys opens it, or it was altered.</exception>
    public byte[] Unlock(string locked)
    {
        var parts = locked.Split('.');
        var key = keys.Value.Where(k => k.Mark == parts[0]).Select(k => k.Key).FirstOrDefault() ?? throw new CryptographicException($"The key {parts[0]} is not in {Where}.");
        var content = Convert.FromBase64String(parts[1]);
        var (nonce, tag) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var secret = new byte[content.Length - nonce - tag];
        using var cipher = new AesGcm(key, tag);
        cipher.Decrypt(content.AsSpan(0, nonce), content.AsSpan(nonce + tag), content.AsSpan(nonce, tag), secret);
        return secret;
    }

    /// <summary>Whether something that was locked can be opened here.</summary>
    public bool Opens(string locked) => keys.Value.Any(k => locked.StartsWith(k.Mark + ".", StringComparison.Ordinal));

    /// <summary>A new key, as it stands in the file.</summary>
    public static string NewPem() => new(PemEncoding.Write(Label, RandomNumberGenerator.GetBytes(Bytes)));

    private static List<(string Mark, byte[] Key)> Read(string pem, string where)
    {
        var found = new List<(string, byte[])>();
        for (var rest = pem; PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var key = rest[fields.Label] == Label ? Convert.FromBase64String(rest[fields.Base64Data]) : [];
            found.Add(key.Length == Bytes ? (MarkOf(key), key) : throw new InvalidDataException($"{where}: not a {Label} of {Bytes} bytes."));
        }

        return found.Count > 0 ? found : throw new InvalidDataException($"{where}: no {Label} found.");
    }

    /// <summary>Names a key without telling it.</summary>
    private static string MarkOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData([.. "yixiang key mark"u8, .. key]))[..MarkLength];

    /// <summary>Reads the file; where there is none, makes one that its owner alone may read. Of two processes that come at once, one makes it.</summary>
    private static string Open(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            using var made = new StreamWriter(OwnersFile.Write(file, FileMode.CreateNew));
            made.Write(NewPem() + "\n");
        }
        catch (IOException) when (File.Exists(file))
        {
            return Written(file);
        }

        return File.ReadAllText(file);
    }

    /// <summary>The process that made the file may not have written it yet.</summary>
    private static string Written(string file)
    {
        var until = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (true)
        {
            try
            {
                var text = File.ReadAllText(file);
                if (text.Length > 0 || Environment.TickCount64 > until)
                {
                    return text;
                }
            }
            catch (IOException) when (Environment.TickCount64 < until)
            {
                // Still held by the one that writes it.
            }

            Thread.Sleep(20);
        }
    }
}
