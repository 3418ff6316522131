using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Exchange;
using Yixiang.Kernel;

namespace Yixiang.Tests.Kernel;

public class DeliveryClearingTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Work_done_long_ago_is_cleared_away_in_steps_and_the_journal_says_how_much(string database)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site);
        var (old, young) = (site.Clock.Now.AddDays(-91), site.Clock.Now.AddDays(-89));
        await OweAsync(node, "old", 1203, old, done: old);
        await OweAsync(node, "young", 2, young, done: young);
        await OweAsync(node, "failed", 3, old, failed: old);
        await OweAsync(node, "waits", 1, site.Clock.Now.AddDays(1));
        await node.UseAsync(db => db.OweAsync([DeliveryClearing.On(site.Clock.Today(), site.Clock.Now)], default));

        site.Clock.Now = CityTime.BeginningOf(site.Clock.Today()).AddHours(23);
        await node.Courier.CarryDueAsync(default);

        var left = await node.UseAsync(db => db.Deliveries.Where(d => d.Carrier == "test").Select(d => d.Key).ToListAsync());
        Assert.Equal(["failed-0", "failed-1", "failed-2", "waits-0", "young-0", "young-1"], left.Order(StringComparer.Ordinal));
        var lines = await node.UseAsync(db => db.Journal.Where(e => e.Subject == "delivery" && e.What == "clear").OrderBy(e => e.Id).Select(e => e.After!).ToListAsync());
        Assert.Equal([500, 500, 203], lines.Select(l => int.Parse(l, CultureInfo.InvariantCulture)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_clearing_of_a_day_is_owed_once_beside_its_round_of_mails(string database)
    {
        await using var site = await Site.StartAsync(database);
        var daybook = site.App.Services.GetRequiredService<Daybook>();

        await daybook.OpenAsync(default);
        await daybook.OpenAsync(default);

        Assert.Equal(1, await site.QueryAsync(db => db.Deliveries.CountAsync(d => d.Carrier == DeliveryClearing.CarrierName && d.Key == "2026-03-20")));
        Assert.Contains("保留 90 天", await site.As(await site.GivenActorAsync(Role.SystemAdministrator)).GetStringAsync("/admin/deliveries"), StringComparison.Ordinal);
    }

    private static Task OweAsync(Node node, string name, int count, DateTimeOffset due, DateTimeOffset? done = null, DateTimeOffset? failed = null) => node.UseAsync(async db =>
    {
        db.Deliveries.AddRange(Enumerable.Range(0, count).Select(i => new Delivery { Carrier = "test", Key = $"{name}-{i}", Payload = "{}", CreatedAt = due, DueAt = due, DoneAt = done, FailedAt = failed }));
        await db.SaveChangesAsync();
    });
}
