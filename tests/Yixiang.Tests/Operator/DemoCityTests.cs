using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Operator;
using Yixiang.Organisations;
using Yixiang.Province;

namespace Yixiang.Tests.Operator;

/// <summary>A loaded demo city on each database, for tests that only look.</summary>
public sealed class LoadedDemo : IAsyncLifetime
{
    private readonly Dictionary<string, Site> sites = [];
    private readonly SemaphoreSlim turn = new(1);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<Site> OnAsync(string database)
    {
        await turn.WaitAsync();
        try
        {
            if (!sites.TryGetValue(database, out var site))
            {
                sites[database] = site = await Site.StartAsync(database, ("Demo", "true"));
            }

            return site;
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var site in sites.Values)
        {
            await site.DisposeAsync();
        }

        turn.Dispose();
    }
}

[CollectionDefinition(nameof(DemoCityTests))]
public sealed class DemoTurns : ICollectionFixture<LoadedDemo>;

[Collection(nameof(DemoCityTests))]
public sealed class DemoCityTests(LoadedDemo demo)
{
    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_demo_city_holds_what_is_promised(string database)
    {
        var site = await demo.OnAsync(database);
        await site.QueryAsync(async db =>
        {
            var first = await db.Batches.Include(b => b.Items).SingleAsync(b => b.Number == 1);
            Assert.Equal(("第一批", BatchState.Published, 180), (first.Title, first.State, first.Items.Count));
            Assert.True(await db.Instruments.CountAsync() >= 215);
            Assert.True(await db.Organisations.CountAsync(o => o.State == OrganisationState.Verified) >= 28);
            Assert.Equal(13, await db.Organisations.Where(o => o.State == OrganisationState.Verified).Select(o => o.AreaCode).Distinct().CountAsync());
            Assert.Equal(13, await db.InstrumentVersions.Where(v => v.Until == null).Select(v => v.AreaCode).Distinct().CountAsync());
            Assert.Equal(Enum.GetValues<ResourceKind>().Length, await db.Instruments.Select(i => i.Kind).Distinct().CountAsync());
            Assert.True(await db.InstrumentVersions.Select(v => v.ClassCode).Distinct().CountAsync() >= 60);
            return 0;
        });
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task There_are_filings_in_every_state_overdue_late_exempted_and_left(string database)
    {
        var site = await demo.OnAsync(database);
        var today = site.Clock.Today();
        await site.QueryAsync(async db =>
        {
            Assert.Equal(Enum.GetValues<FilingState>().Order(), (await db.Filings.Select(f => f.State).Distinct().ToListAsync()).Order());
            Assert.True(await db.Filings.CountAsync(f => f.FirstSubmittedAt == null && f.State == FilingState.Draft && f.DueOn < today && f.Exemption == null) >= 5);
            Assert.True(await db.Filings.CountAsync(f => f.DaysLate > 0) >= 10);
            Assert.True(await db.Filings.CountAsync(f => f.State == FilingState.Draft && f.Exemption != null && f.Exemption.ReasonCode == "relocation") == 1);
            Assert.True(await db.Filings.AnyAsync(f => f.Kind == FilingKind.Change && f.State == FilingState.Submitted));
            Assert.True(await db.Filings.AnyAsync(f => f.State == FilingState.Returned && f.ReturnReasons.Count(r => r.Field != "") >= 2));
            Assert.Equal(Enum.GetValues<ExitCause>().Length, await db.Instruments.Where(i => i.State == InstrumentState.Exited).Select(i => i.ExitCause).Distinct().CountAsync());
            Assert.Equal(2, await db.Imports.CountAsync());
            Assert.True(await db.Imports.AnyAsync(i => i.State == ImportState.Uploaded));
            Assert.True(await db.Organisations.AnyAsync(o => o.State == OrganisationState.Pending));
            Assert.True(await db.Organisations.AnyAsync(o => o.State == OrganisationState.Unverified));
            return 0;
        });
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task About_sixty_instruments_stand_on_the_provincial_platform_and_others_are_on_their_way(string database)
    {
        var site = await demo.OnAsync(database);
        var states = await site.QueryAsync(db => db.Recommendations.GroupBy(r => r.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count));
        Assert.Equal(61, states[RecommendationState.Listed]);
        Assert.Equal((7, 9, 6, 1), (states[RecommendationState.Proposed], states[RecommendationState.Sent], states[RecommendationState.Refused], states[RecommendationState.Removed]));
        Assert.Equal((3, 2), (await site.QueryAsync(db => db.ProvincePackages.CountAsync()), await site.QueryAsync(db => db.ProvinceReceipts.CountAsync(r => r.TakenAt != null))));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Every_role_has_an_account_and_no_power_is_given_by_one_person(string database)
    {
        var site = await demo.OnAsync(database);
        var grants = await site.QueryAsync(db => db.Grants.AsNoTracking().Where(g => g.State == GrantState.Granted).ToListAsync());
        Assert.Equal(Enum.GetValues<Role>().Where(r => r != Role.Visitor), grants.Select(g => g.Role).Distinct().Order());
        Assert.Equal(13, grants.Count(g => g.Role == Role.CountyOfficer));
        Assert.DoesNotContain(grants, g => g.DecidedBy == g.ProposedBy && g.Role != Role.Technician);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_journal_of_the_demo_is_in_order_and_verifies(string database)
    {
        var site = await demo.OnAsync(database);
        await site.UseAsync(s => s.GetRequiredService<Sealer>().SealAsync(TestContext.Current.CancellationToken));
        var verdict = await site.QueryAsync(db => JournalProof.VerifyAsync(db, TestContext.Current.CancellationToken));
        Assert.True(verdict.Holds);
        Assert.Equal(0, verdict.Unsealed);
        var moments = await site.QueryAsync(db => db.Journal.OrderBy(e => e.Id).Select(e => e.At).ToListAsync());
        Assert.Equal(moments.Order(), moments);
        Assert.True(moments[^1] <= site.Clock.Now);
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_same_day_gives_the_same_city(string database)
    {
        await using var again = await Site.StartAsync(database, ("Demo", "true"));
        Assert.Equal(await DigestsAsync(await demo.OnAsync(database)), await DigestsAsync(again));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Every_published_instrument_is_complete_and_nothing_in_it_is_wrong(string database)
    {
        var site = await demo.OnAsync(database);
        var versions = await site.QueryAsync(db => db.InstrumentVersions.AsNoTracking().Where(v => v.Until == null).ToListAsync());
        var inspector = site.App.Services.GetRequiredService<Inspector>();
        foreach (var version in versions)
        {
            var findings = inspector.Inspect(version.Kind, version.Particulars());
            Assert.Empty(findings.Blocking.Concat(findings.MissingForNation).Select(p => $"{version.Name}: {p.Field} {p.Code}"));
        }
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_database_in_which_somebody_works_is_not_touched(string database)
    {
        await using var site = await Site.StartAsync(database);
        await site.GivenOrganisationAsync();
        Assert.False(await site.UseAsync(s => ActivatorUtilities.CreateInstance<DemoCity>(s).LoadAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(1, await site.QueryAsync(db => db.Organisations.CountAsync()));
    }

    [Fact]
    public async Task Every_organisation_of_the_demo_says_so_and_has_a_valid_code_in_its_area()
    {
        var data = await DemoData.ReadAsync(TestContext.Current.CancellationToken);
        var pack = await CityPack.LoadAsync("jinzhong", TestContext.Current.CancellationToken);
        Assert.All(data.Organisations.Values, o =>
        {
            Assert.EndsWith("（演示）", o.Name.Chinese);
            Assert.True(Uscc.IsValid(o.Uscc), o.Uscc);
            Assert.Equal(pack.Area(o.Area)!.StatutoryCode, o.Uscc[2..8]);
            Assert.Contains(pack.Towns.Children(pack.Area(o.Area)!.StatutoryCode), t => t.Chinese == o.Town);
        });
    }

    private static Task<string> DigestsAsync(Site site) => site.QueryAsync(async db =>
    {
        var journal = await db.Journal.Where(e => e.Subject != "account" && e.Subject != "demo" && e.AccountId != null).OrderBy(e => e.Id).Select(e => e.Digest).ToListAsync();
        var versions = await db.InstrumentVersions.OrderBy(v => v.Id).Select(v => v.Digest).ToListAsync();
        return JournalEntry.DigestOf(string.Join('\n', journal.Concat(versions)));
    });
}
