using Microsoft.Playwright;

namespace Yixiang.Tests.Browser.Everyone;

/// <summary>The demo city as its public sees it, without the bar of the demo; shared by all tests that only look.</summary>
public sealed class PublicCity(Chromium chromium) : IAsyncLifetime
{
    private IReadOnlyList<PublicPage>? pages;
    private IPage? reader;

    public Visit Visit { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Visit = await Visit.OfDemoCityAsync(chromium);

    /// <summary>A reader with a browser of their own; who came before has left.</summary>
    public async Task<IPage> ReaderAsync(Eyes? eyes = null)
    {
        await (reader?.Context.CloseAsync() ?? Task.CompletedTask);
        return reader = await Visit.PersonAsync(eyes: eyes);
    }

    /// <summary>All public pages, fetched once.</summary>
    internal async Task<IReadOnlyList<PublicPage>> PagesAsync() => pages ??= await PublicPages.WalkAsync(Visit);

    public ValueTask DisposeAsync() => Visit.DisposeAsync();
}

/// <summary>One after the other on one city, so that what a browser complains of is told by the test that caused it.</summary>
[CollectionDefinition(nameof(ForEveryone))]
public sealed class ForEveryone : ICollectionFixture<PublicCity>;
