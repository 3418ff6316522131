using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;
using Yixiang.Province;

#pragma warning disable EF1002 // Names of tables from the model and a canary of the test's own.
namespace Yixiang.Tests.Filings;

public class PurgeTests
{
    private const string Canary = "canary7q";

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_purged_instrument_is_gone_from_every_table_file_page_and_export_and_leaves_one_line_without_content(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var first = await site.GivenActorAsync(Role.BureauOfficer);
        var second = await site.GivenActorAsync(Role.BureauOfficer);
        var filing = await GivenPublishedAsync(site, unit, first, second);
        var digest = await site.QueryAsync(db => db.Set<StoredFile>().Select(f => f.Digest).SingleAsync());
        var (one, two) = (site.As(first), site.As(second));
        Assert.Contains(Canary, await one.GetStringAsync($"/desk/filings/{filing.Reference}"));
        Assert.NotEmpty(await TracesAsync(site, database));

        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(one, "/desk/purges", "/desk/purges?handler=Propose", ("reference", filing.Reference), ("ground", "误录入"))).StatusCode);
        var id = await site.QueryAsync(db => db.Purges.Select(p => p.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.Forbidden, (await Site.PostFormAsync(one, "/desk/purges", "/desk/purges?handler=Confirm", ("id", $"{id}"))).StatusCode);
        Assert.Equal(1, await site.QueryAsync(db => db.Filings.CountAsync()));
        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(two, "/desk/purges", "/desk/purges?handler=Confirm", ("id", $"{id}"))).StatusCode);
        await site.App.Services.GetRequiredService<Courier>().CarryDueAsync(default);
        await UntilAsync(() => site.QueryAsync(db => db.Deliveries.AllAsync(d => d.DoneAt != null)));

        Assert.Empty(await TracesAsync(site, database));
        Assert.False(site.App.Services.GetRequiredService<FileStore>().Has(digest));
        Assert.Equal((0, 0, 0, 0, 0), await site.QueryAsync(async db => (await db.Filings.CountAsync(), await db.Instruments.CountAsync(), await db.InstrumentVersions.CountAsync(), await db.BatchItems.CountAsync(), await db.Set<StoredFile>().CountAsync())));
        Assert.Equal((0, "JZ-000002"), await site.QueryAsync(async db => (await db.Recommendations.CountAsync(), (await db.ProvinceReceipts.SingleAsync()).Lines.Single().Instrument)));
        Assert.Equal(1, await site.QueryAsync(db => db.Journal.CountAsync(e => e.What == "purge")));
        Assert.Equal(HttpStatusCode.NotFound, (await one.GetAsync($"/desk/filings/{filing.Reference}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await one.GetAsync($"/api/v1/filings/{filing.Reference}")).StatusCode);
        foreach (var address in new[] { "/desk", "/desk/filings", "/desk/overdue", "/desk/purges", "/desk/filings/export/csv", "/instruments", "/api/v1/instruments" })
        {
            Assert.DoesNotContain(Canary, await one.GetStringAsync(address));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_database_itself_lets_nothing_go_but_what_a_second_officer_confirmed(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        var filing = await site.GivenFilingAsync(unit, null, "submit", "return", "submit", "accept");
        await site.UseAsync(s => s.GetRequiredService<Purging>().ProposeAsync(filing.Reference, new("误录入"), officer, default));

        foreach (var table in new[] { "filings", "return_reasons", "instrument_versions", "instruments" })
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(() => site.QueryAsync(db => db.Database.ExecuteSqlRawAsync($"DELETE FROM {table}")));
            Assert.Contains("by purge only", error.Message);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => site.QueryAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE purges SET confirmed_by = proposed_by")));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task What_another_filing_still_needs_survives_a_purge(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var (one, two) = (await site.GivenActorAsync(Role.BureauOfficer), await site.GivenActorAsync(Role.BureauOfficer));
        var classified = await site.GivenFilingAsync(unit, World.Microscope("A1"));
        var plain = await site.GivenFilingAsync(unit, World.Microscope("A2"), "submit");
        var file = await site.GivenFileAsync("same.txt", "same content");
        await site.AttachAsync(classified, file);
        await site.AttachAsync(plain, await site.GivenFileAsync("same too.txt", "same content"));

        await site.UseAsync(async s =>
        {
            var purging = s.GetRequiredService<Purging>();
            await purging.ConfirmAsync(await purging.ProposeAsync(classified.Reference, new("误录入"), one, default), two, default);
            return 0;
        });
        await site.App.Services.GetRequiredService<Courier>().CarryDueAsync(default);

        Assert.Equal([plain.Reference], await site.QueryAsync(db => db.Filings.Select(f => f.Reference).ToListAsync()));
        Assert.True(site.App.Services.GetRequiredService<FileStore>().Has(JournalEntry.DigestOf("same content")));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_draft_that_says_it_is_classified_is_refused_and_nothing_of_it_is_kept(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        foreach (var yes in new[] { "yes", "是", "机密" })
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => site.GivenFilingAsync(unit, World.Microscope().With(Fields.Name, Canary).With(Fields.Classified, yes)));
            Assert.Equal("filing-classified", refused.Refusal.Code);
        }

        Assert.Equal(0, await site.QueryAsync(db => db.Filings.CountAsync()));
        Assert.Empty(await TracesAsync(site, database));
    }

    private static async Task<Filing> GivenPublishedAsync(Site site, Organisation unit, Actor first, Actor second)
    {
        var filing = await site.GivenFilingAsync(unit, World.Microscope($"{Canary}-number").With(Fields.Name, $"{Canary}-name").With(Fields.Function, $"{Canary}-function"), "submit", "return", "submit");
        await site.AttachAsync(filing, await site.GivenFileAsync($"{Canary}.txt", $"{Canary}-content"));
        return await site.UseAsync(async services =>
        {
            var db = services.GetRequiredService<Db>();
            var found = await db.Filings.SingleAsync(f => f.Id == filing.Id);
            await services.GetRequiredService<DeskActs>().RemarkAsync(found, new($"{Canary}-remark"), first, default);
            await services.GetRequiredService<FilingMoves>().MakeAsync(Filing.Lifecycle.Accept, found, new Nothing(), first);
            var batch = new Batch { Number = 1, Title = "第一批", DecidedOn = new(2026, 3, 1), DecisionNumber = "市科函〔2026〕1号", CreatedAt = site.Clock.Now };
            batch.Items.Add(new() { Position = 1, InstrumentId = found.InstrumentId!.Value });
            db.Batches.Add(batch);
            db.Record(JournalEntry.Of("batch", "B1", "begin", new(first, site.Clock.Now)));
            await db.SaveChangesAsync();
            await db.MoveAsync(Batch.Lifecycle.Clear, batch, new SecrecyCheck("已审"), first, site.Clock.Now);
            await db.MoveAsync(Batch.Lifecycle.Countersign, batch, new SecrecyCheck("已复核"), second, site.Clock.Now);
            await services.GetRequiredService<Publication>().PublishAsync(batch, second, default);
            using var answer = new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"仪器编号,结果,省平台编号,原因\nJZ-000001,通过,{Canary}-there,{Canary}-remark\nJZ-000002,通过,SX-2,"));
            var receipts = services.GetRequiredService<Receipts>();
            await receipts.TakeAsync(await receipts.ReceiveAsync("回执.csv", answer, first, default), first, default);
            return found;
        });
    }

    private static Task<List<string>> TracesAsync(Site site, string database) => site.TracesOfAsync(database, Canary);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 100 && !await holds(); i++)
        {
            await Task.Delay(100);
        }
    }
}
