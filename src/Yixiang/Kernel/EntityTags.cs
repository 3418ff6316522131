using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Yixiang.Kernel;

/// <summary>The entity tag of an answer: its digest, so that the same content has the same tag on every node.</summary>
public static class EntityTags
{
    /// <summary>A weak one: what is tagged may reach the reader in another encoding, compressed.</summary>
    public static EntityTagHeaderValue Of(ReadOnlySpan<byte> content) => new($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"", isWeak: true);

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

/// <summary>The answer is of this moment only: nobody keeps it, and it has no tag. For what says how the site is now, and for pages that hold a number used once.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class FleetingAttribute : Attribute;

/// <summary>The page shows more than the ledger: when the ledger changed last says nothing of it, so it has a tag and no time.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TimelessAttribute : Attribute;

public static class FleetingAnswers
{
    public static TBuilder Fleeting<TBuilder>(this TBuilder door) where TBuilder : IEndpointConventionBuilder => door.WithMetadata(new FleetingAttribute());
}
