using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Tests.Operator;

namespace Yixiang.Tests.Kernel;

public class JournalTests
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_database_itself_refuses_to_change_or_remove_what_was_written(string database)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site);
        await WriteAsync(node, site, 3);
        await SealAllAsync(node);

        foreach (var statement in (string[])["UPDATE journal SET what = 'x' WHERE id = 2", "DELETE FROM journal", "UPDATE journal_seals SET hash = 'x'", "DELETE FROM journal_seals WHERE number = 1"])
        {
            var refusal = await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => node.UseAsync(db => db.Database.ExecuteSqlRawAsync(statement)));
            Assert.Contains("append-only", refusal.Message, StringComparison.Ordinal);
        }

        Assert.True((await VerifyAsync(node)).Holds);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_chain_holds_every_entry_once_under_eight_parallel_writers_and_two_sealers(string database)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site);
        await using var other = new Node(site);
        using var ended = new CancellationTokenSource();
        var sealing = Task.WhenAll(SealUntilAsync(node, ended.Token), SealUntilAsync(other, ended.Token));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync(writer % 2 == 0 ? node : other, site, 25, $"writer-{writer}"))));
        await ended.CancelAsync();
        await sealing;
        await SealAllAsync(node);

        var verdict = await VerifyAsync(node);
        Assert.Equal((true, 200L, 200L, 0L), (verdict.Holds, verdict.Entries, verdict.Seals, verdict.Unsealed));
        Assert.Equal(200, await node.UseAsync(db => db.Seals.Select(s => s.EntryId).Distinct().CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_altered_entry_is_named(string database)
    {
        var (code, answer) = await TamperAsync(database, "UPDATE journal SET account_id = 77 WHERE id = {0}");

        Assert.Equal((1, "entryAltered", 3), (code, (string?)answer["fault"], (int)answer["sealNumber"]!));
        Assert.Equal((long)answer["expectedEntry"]!, (long)answer["entryId"]!);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_entry_altered_together_with_its_own_digest_is_named(string database)
    {
        var (code, answer) = await TamperAsync(database, "UPDATE journal SET digest = input_digest WHERE id = {0}");

        Assert.Equal((1, "entryAltered"), (code, (string?)answer["fault"]));
        Assert.Equal((long)answer["expectedEntry"]!, (long)answer["entryId"]!);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_deleted_entry_is_named(string database)
    {
        var (code, answer) = await TamperAsync(database, "DELETE FROM journal WHERE id = {0}");

        Assert.Equal((1, "entryMissing"), (code, (string?)answer["fault"]));
        Assert.Equal((long)answer["expectedEntry"]!, (long)answer["entryId"]!);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_deleted_link_of_the_chain_is_named_by_its_number(string database)
    {
        var (code, answer) = await TamperAsync(database, "DELETE FROM journal_seals WHERE entry_id = {0}");

        Assert.Equal((1, "sealMissing", 3), (code, (string?)answer["fault"], (int)answer["sealNumber"]!));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_chain_cut_short_at_its_end_is_found_by_an_anchor_kept_elsewhere(string database)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site);
        await WriteAsync(node, site, 5);
        await SealAllAsync(node);
        var anchor = await node.UseAsync(db => db.Seals.Where(s => s.Number == 5).Select(s => s.Number + ":" + s.Hash).SingleAsync());
        await DropGuardsAsync(node);
        await node.UseAsync(db => db.Database.ExecuteSqlRawAsync("DELETE FROM journal_seals WHERE number > 3"));
        await node.UseAsync(db => db.Database.ExecuteSqlRawAsync("DELETE FROM journal WHERE id NOT IN (SELECT entry_id FROM journal_seals)"));

        Assert.Equal(0, (await site.AskAsync("verify-journal")).Code);
        var (code, answer) = await site.AskAsync("verify-journal", "--anchor", anchor);
        Assert.Equal((1, "anchorMissing"), (code, (string?)answer["fault"]));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Writers_go_on_while_a_long_backlog_is_sealed(string database)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site);
        await node.UseAsync(async db =>
        {
            db.Journal.AddRange(Enumerable.Range(0, 4000).Select(i => Entry(site, $"old-{i}")));
            await db.SaveChangesAsync();
        });

        var (written, slowest) = (0, TimeSpan.Zero);
        var sealing = Task.Run(() => node.Sealer.SealAsync(default));
        while (!sealing.IsCompleted)
        {
            var watch = Stopwatch.StartNew();
            await WriteAsync(node, site, 1, $"new-{written++}");
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        Assert.True(await sealing >= 4000);
        Assert.True(written >= 5, $"Only {written} entries were written meanwhile.");
        Assert.True(slowest < TimeSpan.FromSeconds(3), $"One writer waited {slowest}.");
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_change_without_a_journal_entry_cannot_be_saved(string database)
    {
        await using var site = await Site.StartAsync(database);
        var organisation = await site.GivenOrganisationAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => site.QueryAsync(async db =>
        {
            (await db.Set<Yixiang.Organisations.Organisation>().SingleAsync(o => o.Id == organisation.Id)).Name = "silently";
            return await db.SaveChangesAsync();
        }));
    }

    private static JournalEntry Entry(Site site, string reference) => JournalEntry.Of("test", reference, "write", new(Actor.Product, site.Clock.Now), new { reference });

    private static async Task WriteAsync(Node node, Site site, int count, string by = "entry")
    {
        for (var i = 0; i < count; i++)
        {
            await node.UseAsync(async db =>
            {
                db.Record(Entry(site, $"{by}-{i}"));
                await db.SaveChangesAsync();
            });
        }
    }

    private static async Task SealAllAsync(Node node)
    {
        while (await node.UseAsync(db => db.Journal.AnyAsync(e => !db.Seals.Any(s => s.EntryId == e.Id))))
        {
            await node.Sealer.SealAsync(default);
        }
    }

    private static async Task SealUntilAsync(Node node, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await node.Sealer.SealAsync(default);
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private static Task<JournalVerdict> VerifyAsync(Node node) => node.UseAsync(db => JournalProof.VerifyAsync(db, default));

    /// <summary>Whoever owns the database can take its guards off: the chain must show it.</summary>
    private static Task DropGuardsAsync(Node node) => node.UseAsync(async db =>
    {
        foreach (var table in (string[])["journal", "journal_seals"])
        {
            foreach (var trigger in db.OnPostgres ? new[] { "no_change", "no_truncate" } : ["no_update", "no_delete"])
            {
                var drop = $"DROP TRIGGER {table}_{trigger}" + (db.OnPostgres ? $" ON {table}" : "");
                await db.Database.ExecuteSqlRawAsync(drop);
            }
        }
    });

    private static async Task<(int Code, System.Text.Json.Nodes.JsonNode Answer)> TamperAsync(string database, string statement)
    {
        await using var site = await Site.StartAsync(database);
        await using var node = new Node(site);
        await WriteAsync(node, site, 5);
        await SealAllAsync(node);
        Assert.Equal(0, (await site.AskAsync("verify-journal")).Code);
        var third = await node.UseAsync(db => db.Seals.Where(s => s.Number == 3).Select(s => s.EntryId).SingleAsync());
        await DropGuardsAsync(node);
        await node.UseAsync(db => db.Database.ExecuteSqlRawAsync(string.Format(statement, third)));
        var (code, answer) = await site.AskAsync("verify-journal");
        answer["expectedEntry"] = third;
        return (code, answer);
    }
}
