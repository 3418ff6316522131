using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Yixiang.Kernel;

/// <summary>The entity tag of an answer: its digest, so that the same content has the same tag on every node.</summary>
public static class EntityTags
{
    /// <param name="isWeak">For what may reach the reader in another encoding: compressed, or made anew with the same meaning.</param>
    public static EntityTagHeaderValue Of(ReadOnlySpan<byte> content, bool isWeak = true) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"", isWeak);

    /// <summary>Whether a reader who asks so has the answer already (RFC 9110 13.2.2: a tag decides alone where one is sent).</summary>
    /// <param name="changed">When the answer could last become another; null where that cannot be told to the second.</param>
    public static bool HasAlready(this HttpRequest request, EntityTagHeaderValue tag, DateTimeOffset? changed)
    {
        var asked = request.GetTypedHeaders();
        return asked.IfNoneMatch.Count > 0
            ? asked.IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false) || t.Equals(EntityTagHeaderValue.Any))
            : changed is { } at && asked.IfModifiedSince is { } since && at.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();
    }
}
