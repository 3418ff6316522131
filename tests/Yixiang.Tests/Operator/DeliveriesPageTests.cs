using System.Net;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Tests.Operator;

public class DeliveriesPageTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Failed_work_is_shown_with_its_reason_and_can_be_tried_again(string database)
    {
        await using var site = await Site.StartAsync(database);
        await OweAsync(site, "lost", failed: true);
        await OweAsync(site, "also-lost", failed: true);
        using var administrator = site.As(await site.GivenActorAsync(Role.SystemAdministrator));

        var page = await administrator.GetStringAsync("/en/admin/deliveries?state=Failed");
        Assert.Contains("no route to host", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", page, StringComparison.Ordinal);

        var one = await site.QueryAsync(db => db.Deliveries.Where(d => d.Key == "lost").Select(d => d.Id).SingleAsync());
        using var retried = await Site.PostFormAsync(administrator, "/admin/deliveries", $"/admin/deliveries?handler=Retry&id={one}");
        Assert.Equal(HttpStatusCode.Redirect, retried.StatusCode);

        Assert.Equal(["lost"], await site.QueryAsync(db => db.Deliveries.Where(d => d.Carrier == "test" && d.FailedAt == null).Select(d => d.Key).ToListAsync()));
        Assert.Equal(1, await site.QueryAsync(db => db.Journal.CountAsync(e => e.Subject == "delivery" && e.What == "retry")));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Work_that_waits_and_work_that_is_done_are_counted_apart(string database)
    {
        await using var site = await Site.StartAsync(database);
        await OweAsync(site, "waits", due: site.Clock.Now.AddHours(1));
        await OweAsync(site, "done", done: true);
        using var administrator = site.As(await site.GivenActorAsync(Role.SystemAdministrator));

        Assert.Contains("\"code\">waits<", await administrator.GetStringAsync("/en/admin/deliveries"), StringComparison.Ordinal);
        Assert.DoesNotContain("\"code\">done<", await administrator.GetStringAsync("/en/admin/deliveries?state=Waiting&carrier=test"), StringComparison.Ordinal);
        Assert.Contains("\"code\">done<", await administrator.GetStringAsync("/en/admin/deliveries?state=Done"), StringComparison.Ordinal);
    }

    private static Task<int> OweAsync(Site site, string key, bool failed = false, bool done = false, DateTimeOffset? due = null) => site.QueryAsync(db =>
    {
        db.Deliveries.Add(new()
        {
            Carrier = "test",
            Key = key,
            Payload = "{\"secret\":1}",
            CreatedAt = site.Clock.Now,
            DueAt = due ?? site.Clock.Now.AddYears(1),
            Attempts = failed ? 8 : 0,
            Error = failed ? "IOException: no route to host" : null,
            FailedAt = failed ? site.Clock.Now : null,
            DoneAt = done ? site.Clock.Now : null,
        });
        return db.SaveChangesAsync();
    });
}
