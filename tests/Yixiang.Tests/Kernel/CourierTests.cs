using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Tests.Kernel;

public class CourierTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_carrier_that_fails_is_tried_later_and_later_and_given_up_after_eight_times(string database)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site, new Carrier((_, _) => throw new IOException("no answer")));
        await OweAsync(node, site, "one");

        for (var attempt = 1; attempt <= 8; attempt++)
        {
            Assert.Equal(1, await node.Courier.CarryDueAsync(default));
            var waiting = await OneAsync(node);
            Assert.Equal((attempt, "IOException: no answer", attempt == 8), (waiting.Attempts, waiting.Error, waiting.FailedAt is not null));
            Assert.Equal(site.Clock.Now.AddMinutes(Math.Pow(2, attempt - 1)), waiting.DueAt);
            Assert.Equal(0, await node.Courier.CarryDueAsync(default));
            site.Clock.Now = waiting.DueAt;
        }

        site.Clock.Now = site.Clock.Now.AddDays(30);
        Assert.Equal(0, await node.Courier.CarryDueAsync(default));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Work_of_a_node_that_died_is_taken_again_when_its_lease_ends_and_done_once(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (calls, sent, entered, hang) = (0, new ConcurrentDictionary<string, bool>(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var dying = new Node(site, new Carrier(async (delivery, _) =>
        {
            Interlocked.Increment(ref calls);
            sent.TryAdd(delivery.Key, true);
            entered.SetResult();
            await hang.Task;
        }));
        await using var second = new Node(site, new Carrier((delivery, _) =>
        {
            Interlocked.Increment(ref calls);
            sent.TryAdd(delivery.Key, true);
            return Task.CompletedTask;
        }));
        await OweAsync(dying, site, "one");
        var lost = dying.Courier.CarryDueAsync(default);
        await entered.Task;

        Assert.Equal(0, await second.Courier.CarryDueAsync(default));
        site.Clock.Now = site.Clock.Now.AddMinutes(5).AddSeconds(1);
        Assert.Equal(1, await second.Courier.CarryDueAsync(default));
        var done = (await OneAsync(second)).DoneAt;
        hang.SetException(new IOException("too late"));
        await lost;

        Assert.Equal((2, 1), (calls, sent.Count));
        var after = await OneAsync(second);
        Assert.Equal((done, null, null), (after.DoneAt, after.Error, after.FailedAt));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_node_that_is_stopped_gives_its_work_back_at_once(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (entered, carried) = (new TaskCompletionSource(), 0);
        await using var stopping = new Node(site, new Carrier(async (_, stop) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop);
        }));
        await using var next = new Node(site, new Carrier((_, _) => Task.FromResult(carried++)));
        await OweAsync(stopping, site, "one");
        await stopping.Courier.StartAsync(default);
        await entered.Task;
        await stopping.Courier.StopAsync(default);

        Assert.Equal(1, await next.Courier.CarryDueAsync(default));
        Assert.Equal(1, carried);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Work_that_kills_every_process_that_takes_it_is_given_up_as_well(string database)
    {
        await using var site = await Site.StartAsync(database);
        var calls = 0;
        await using var node = new Node(site, new Carrier((_, _) => Task.FromResult(calls++)));
        await OweAsync(node, site, "one");
        await node.UseAsync(db => db.Deliveries.ExecuteUpdateAsync(s => s.SetProperty(d => d.Attempts, Delivery.MostAttempts)));

        Assert.Equal(1, await node.Courier.CarryDueAsync(default));
        Assert.NotNull((await OneAsync(node)).FailedAt);
        Assert.Equal(0, calls);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Two_nodes_never_carry_the_same_delivery_at_the_same_time(string database)
    {
        await using var site = await Site.StartAsync(database);
        var (inHand, twice, carried) = (new ConcurrentDictionary<string, int>(), 0, new ConcurrentBag<string>());
        async Task CarryAsync(Delivery delivery, CancellationToken stop)
        {
            if (inHand.AddOrUpdate(delivery.Key, 1, (_, n) => n + 1) > 1)
            {
                Interlocked.Increment(ref twice);
            }

            await Task.Delay(1, stop);
            carried.Add(delivery.Key);
            inHand.AddOrUpdate(delivery.Key, 0, (_, n) => n - 1);
        }

        await using var first = new Node(site, new Carrier(CarryAsync));
        await using var second = new Node(site, new Carrier(CarryAsync));
        await OweAsync(first, site, [.. Enumerable.Range(0, 120).Select(i => $"work-{i}")]);

        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(hand => Task.Run(() => (hand % 2 == 0 ? first : second).Courier.CarryDueAsync(default))));

        Assert.Equal((0, 120, 120, 120), (twice, carried.Count, carried.Distinct().Count(), counts.Sum()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Work_that_may_go_together_is_carried_together_by_two_nodes_and_each_piece_once(string database)
    {
        await using var site = await Site.StartAsync(database);
        var goes = new ConcurrentBag<IReadOnlyList<string>>();
        await using var first = new Node(site, new Gatherer(goes));
        await using var second = new Node(site, new Gatherer(goes));
        await OweAsync(first, site, [.. Enumerable.Range(0, 30).Select(i => $"a/{i}"), .. Enumerable.Range(0, 30).Select(i => $"b/{i}"), "alone-1", "alone-2"]);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(hand => Task.Run(() => (hand % 2 == 0 ? first : second).Courier.CarryDueAsync(default))));

        var carried = goes.SelectMany(g => g).ToList();
        Assert.Equal((62, 62), (carried.Count, carried.Distinct().Count()));
        Assert.All(goes, go => Assert.Single(go.Select(k => k[0] == 'a' && k[1] == 'l' ? k : k[..2]).Distinct()));
        Assert.True(goes.Count < 20, $"{goes.Count} goes");
        Assert.Equal(0, await first.UseAsync(db => db.Deliveries.CountAsync(d => d.DoneAt == null)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_same_work_cannot_be_owed_twice(string database)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site);
        await OweAsync(node, site, "one");

        await Assert.ThrowsAsync<DbUpdateException>(() => OweAsync(node, site, "one"));
    }

    private static Task OweAsync(Node node, Site site, params string[] keys) => node.UseAsync(async db =>
    {
        db.Deliveries.AddRange(keys.Select(k => new Delivery { Carrier = "test", Key = k, Payload = "{}", CreatedAt = site.Clock.Now, DueAt = site.Clock.Now }));
        await db.SaveChangesAsync();
    });

    private static Task<Delivery> OneAsync(Node node) => node.UseAsync(db => db.Deliveries.AsNoTracking().SingleAsync());

    /// <summary>Carries together what has the same beginning up to the slash.</summary>
    private sealed class Gatherer(ConcurrentBag<IReadOnlyList<string>> goes) : ICarrier
    {
        public string Name => "test";

        public string? GatheredBy(Delivery delivery) => delivery.Key.Contains('/', StringComparison.Ordinal) ? delivery.Key[..2] : null;

        public Task CarryAsync(Delivery delivery, CancellationToken stop) => throw new InvalidOperationException("Never called: it gathers.");

        public Task CarryAsync(IReadOnlyList<Delivery> gathered, CancellationToken stop)
        {
            goes.Add([.. gathered.Select(d => d.Key)]);
            return Task.CompletedTask;
        }
    }

    private sealed class Carrier(Func<Delivery, CancellationToken, Task> carry) : ICarrier
    {
        public string Name => "test";

        public Task CarryAsync(Delivery delivery, CancellationToken stop) => carry(delivery, stop);
    }
}
