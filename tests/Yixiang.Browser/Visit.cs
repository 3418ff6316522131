using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Tests.Rules;

namespace Yixiang.Tests.Browser;

/// <summary>How a person looks at the site.</summary>
public sealed record Eyes(int Width, int Height, bool English = false)
{
    public static readonly Eyes Desk = new(1440, 900);
    public static readonly Eyes Phone = new(390, 844);

    /// <summary>Whether scripts run.</summary>
    public bool Scripts { get; init; } = true;

    /// <summary>Whether the site may leave a worker in the browser; kept out of all journeys that are not about it.</summary>
    public bool Worker { get; init; }

    public Eyes InEnglish() => this with { English = true };
}

/// <summary>The running product on loopback with a database of its own, and the people who visit it.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly Chromium chromium;
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly List<IBrowserContext> people = [];

    private Visit(Site site, Chromium chromium) => (Site, this.chromium) = (site, chromium);

    public Site Site { get; }

    public string Address { get; private set; } = "";

    /// <summary>What browsers complained of: a refused script or style, a failed request, an error in a script.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>A busy machine answers late; what never comes is a fault all the same.</summary>
    static Visit() => Assertions.SetDefaultExpectTimeout(30_000);

    public static async Task<Visit> StartAsync(Chromium chromium, string database = "sqlite", params (string Key, string Value)[] settings)
    {
        return Listening(await Site.StartAsync(database, [.. settings, ("urls", "http://127.0.0.1:0")]), chromium);
    }

    /// <summary>The demo city, served as a city of its own: its past is told first, then it opens without the bar of the demo.</summary>
    public static async Task<Visit> OfDemoCityAsync(Chromium chromium)
    {
        var site = await Site.StartAsync("sqlite", ("Demo", "true"));
        await site.QueryAsync(db => db.Instruments.AnyAsync());
        await site.RestartAsync(("urls", "http://127.0.0.1:0"));
        return Listening(site, chromium);
    }

    private static Visit Listening(Site site, Chromium chromium)
    {
        var visit = new Visit(site, chromium);
        visit.Site.App.UseKestrel(0);
        visit.Site.App.StartServer();
        visit.Address = visit.Site.App.ClientOptions.BaseAddress.ToString().TrimEnd('/');
        return visit;
    }

    /// <summary>A person with a browser of their own, signed in as this actor, or nobody in particular.</summary>
    public async Task<IPage> PersonAsync(Actor? actor = null, Eyes? eyes = null)
    {
        eyes ??= Eyes.Desk;
        var context = await chromium.Browser.NewContextAsync(new()
        {
            BaseURL = Address,
            ViewportSize = new() { Width = eyes.Width, Height = eyes.Height },
            Locale = eyes.English ? "en-GB" : "zh-CN",
            TimezoneId = "Asia/Shanghai",
            AcceptDownloads = true,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = eyes.Scripts,
            ServiceWorkers = eyes.Worker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block,
            IsMobile = eyes.Width < 600,
            HasTouch = eyes.Width < 600,
        });
        people.Add(context);
        if (actor is not null)
        {
            var cookie = Site.CookieOf(actor).Split('=', 2);
            await context.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = Address }]);
        }

        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) => Listen(message.Type is "error" or "warning" ? $"{page.Url}: {message.Text}" : null);
        page.PageError += (_, error) => Listen($"{page.Url}: {error}");
        return page;
    }

    /// <summary>Takes a picture for the guides when UPDATE_SCREENS=1.</summary>
    /// <param name="name">Of the file in <c>docs/screens</c>.</param>
    /// <param name="keepPlace">Where the reader has scrolled to, in place of the top.</param>
    public static async Task PhotographAsync(IPage page, string name, bool keepPlace = false)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_SCREENS") == "1")
        {
            await page.EvaluateAsync(keepPlace ? "() => document.activeElement?.blur()" : "() => { window.scrollTo(0, 0); document.activeElement?.blur(); }");
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "docs/screens", name + ".png"), Animations = ScreenshotAnimations.Disabled });
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in people)
        {
            await person.DisposeAsync();
        }

        await Site.DisposeAsync();
    }

    /// <summary>An answer of 400 and more is also told by the console; tests that provoke one look at the page instead.</summary>
    private void Listen(string? complaint)
    {
        if (complaint is not null && !complaint.Contains("Failed to load resource", StringComparison.Ordinal) && !complaint.Contains("blocked by Playwright", StringComparison.Ordinal))
        {
            complaints.Enqueue(complaint);
        }
    }
}
