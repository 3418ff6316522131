using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Operator;

/// <summary>Brings the organisations and people of the demo into being, through registration, verification and two-person grants.</summary>
internal sealed class DemoPeople(DemoPast past, DemoData data, IPasswordHasher<Account> hasher)
{
    /// <summary>Of every account of the demo; printed at start.</summary>
    public const string Password = "Yixiang-Demo-2026";

    private static readonly Act Founding = new(Actor.Product with { Role = Role.SecurityAdministrator }, default);

    private readonly Dictionary<string, Actor> actors = [];
    private readonly Dictionary<string, long> organisations = [];

    /// <summary>The person in their role, once the account is there.</summary>
    public Actor this[string key] => actors[key];

    public long IdOf(string organisation) => organisations[organisation];

    public void Tell(DateOnly founded)
    {
        var hash = hasher.HashPassword(null!, Password);
        foreach (var person in data.People.Where(p => p.Organisation is null).OrderBy(p => p.Role == Role.SecurityAdministrator ? 0 : 1))
        {
            past.On(founded, stop => AppearAsync(person, hash, stop));
        }

        foreach (var (unit, i) in data.Organisations.Values.Select((u, i) => (u, i)))
        {
            var day = unit.State switch { DemoStanding.Pending => past.DaysAgo(2), DemoStanding.Unverified => founded.AddDays(110), DemoStanding.Verified or DemoStanding.User => founded.AddDays(7 + (i / 5)) };
            past.On(day, stop => RegisterAsync(unit, stop));
            if (unit.State is DemoStanding.Verified or DemoStanding.User)
            {
                past.On(day.AddDays(2), stop => VerifyAsync(unit, stop));
            }

            foreach (var person in data.People.Where(p => p.Organisation == unit.Key))
            {
                past.On(unit.State == DemoStanding.Pending ? day.AddDays(1) : day.AddDays(3), stop => AppearAsync(person, hash, stop));
            }
        }
    }

    private async Task RegisterAsync(DemoOrganisation unit, CancellationToken stop)
    {
        var organisation = Organisation.OrganisationLifecycle.Begin(
            new()
            {
                Uscc = unit.Uscc, Name = unit.Name.Chinese, EnglishName = unit.Name.English, Kind = unit.Kind, Funding = unit.Funding, AreaCode = unit.Area, Address = unit.Address,
                Postcode = unit.Postcode, OfficePhone = unit.Phone, About = unit.About, IsManagementUnit = unit.State != DemoStanding.User, CreatedAt = past.Now,
            },
            namedByList: unit.State == DemoStanding.Unverified);
        organisation.HostPlatforms.AddRange(unit.Platforms.Select(p => new HostPlatform { KindCode = p.Kind, Name = p.Name, LevelCode = p.Level }));
        past.Db.Organisations.Add(organisation);
        past.Db.Record(JournalEntry.Of("organisation", organisation.Uscc, "register", new(Actor.Product, past.Now), null, null, organisation.State.ToString()));
        await past.Db.SaveAsync(organisation.Uscc, stop);
        organisations[unit.Key] = organisation.Id;
    }

    private async Task VerifyAsync(DemoOrganisation unit, CancellationToken stop)
    {
        var organisation = await past.Db.Organisations.SingleAsync(o => o.Uscc == unit.Uscc, stop);
        await past.Db.MoveAsync(Organisation.Lifecycle.Verify, organisation, new Nothing(), this[$"county-{unit.Area}"], past.Now, stop);
    }

    private async Task AppearAsync(DemoPerson person, string hash, CancellationToken stop)
    {
        var name = person.Email.Split('@')[0];
        var account = new Account
        {
            UserName = name, NormalizedUserName = name.ToUpperInvariant(), Email = person.Email, NormalizedEmail = person.Email.ToUpperInvariant(), EmailConfirmed = true,
            PhoneNumber = person.Phone, DisplayName = person.Name, PasswordHash = hash, SecurityStamp = Guid.NewGuid().ToString("N"), CreatedAt = past.Now,
        };
        past.Db.Accounts.Add(account);
        await past.Db.SaveChangesAsync(stop);
        long? unit = person.Organisation is { } key ? organisations[key] : null;
        actors[person.Key] = new(account.Id, person.Name, person.Role, unit, person.Area);
        await GrantAsync(person, new() { AccountId = account.Id, Role = person.Role, OrganisationId = unit, AreaCode = person.Area, ProposedBy = Proposer(person, account.Id), ProposedAt = past.Now }, stop);
    }

    /// <summary>The first security administrator is made by whoever runs the machine; everybody else is proposed by one officer and granted by another.</summary>
    private async Task GrantAsync(DemoPerson person, Grant grant, CancellationToken stop)
    {
        past.Db.Grants.Add(grant);
        var approver = person.Role == Role.SecurityAdministrator ? Founding.Actor : ByUnit(person) ? this["bureau-2"] : this["security-2"];
        past.Db.Record(JournalEntry.Of("grant", grant.Reference, "propose", Founding with { At = past.Now }));
        if (!person.ProposedOnly)
        {
            past.Db.Record(Grant.Lifecycle.Approve.Fire(new(approver, past.Now), grant, new()));
        }

        await past.Db.SaveAsync(grant.Reference, stop);
    }

    private long? Proposer(DemoPerson person, long self) =>
        person.Role == Role.SecurityAdministrator ? self : this[ByUnit(person) ? "bureau-1" : "security-1"].AccountId;

    private static bool ByUnit(DemoPerson person) => person.Organisation is not null;
}
