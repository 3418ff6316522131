using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Tests.Kernel;

public class ParallelWriterTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Sixteen_parallel_writers_wait_for_each_other_and_none_fails(string database)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await node.UseAsync(async db =>
                {
                    var reference = await db.NextReferenceAsync("T", site.Clock.Now);
                    db.Record(JournalEntry.Of("test", reference, "write", new(Actor.Product, site.Clock.Now)));
                    db.Deliveries.Add(new() { Carrier = "test", Key = reference, Payload = "{}", CreatedAt = site.Clock.Now, DueAt = site.Clock.Now });
                    await db.SaveChangesAsync();
                });
            }
        })));

        Assert.Equal(320, await node.UseAsync(db => db.Journal.Select(e => e.Reference).Distinct().CountAsync()));
        Assert.Equal(320, await node.UseAsync(db => db.Deliveries.CountAsync()));
    }
}
