using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Yixiang.Kernel;

/// <summary>The entity tag of an answer: its digest, so that the same content has the same tag on every node.</summary>
public static class EntityTags
{
    /// <param name="isWeak">For what may reach the reader in another encoding: compressed, or made anew with the same meaning.</param>
    public static EntityTagHeaderValue Of(ReadOnlySpan<byte> content, bool isWeak = true) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"", isWeak);
}
