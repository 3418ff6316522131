using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Operator;

/// <summary>Brings the people and organisations of the demo into being as the house does: registration, verification, roles by two persons.</summary>
internal sealed class DemoPeople(DemoPast past, DemoData data, Opening opening, Granting granting, Applications applications, FileStore files)
{
    /// <summary>Of every account of the demo; printed at start.</summary>
    public const string Password = "Yixiang-Demo-2026";

    private static readonly Actor Founder = Actor.Product with { Role = Role.SecurityAdministrator };

    private readonly Dictionary<string, Actor> actors = [];

    /// <summary>The person in their role, once the account is there.</summary>
    public Actor this[string key] => actors[key];

    /// <param name="founded">The day of the first accounts.</param>
    public void Tell(DateOnly founded)
    {
        foreach (var person in data.People.Where(p => p.Organisation is null).OrderBy(p => p.Role == Role.SecurityAdministrator ? 0 : 1))
        {
            past.On(founded, stop => AppointAsync(person, stop));
        }

        foreach (var (unit, i) in data.Organisations.Values.Select((u, i) => (u, i)))
        {
            Tell(unit, founded.AddDays(7 + (i / 5)));
        }
    }

    private void Tell(DemoOrganisation unit, DateOnly day)
    {
        switch (unit.State)
        {
            case DemoStanding.Unverified:
                past.On(day.AddDays(110), stop => NameAsync(unit, stop));
                break;
            case DemoStanding.Pending:
                past.On(past.DaysAgo(2), stop => RegisterAsync(unit, stop));
                break;
            case DemoStanding.Verified or DemoStanding.User:
                past.On(day, stop => RegisterAsync(unit, stop));
                past.On(day.AddDays(2), stop => VerifyAsync(unit, stop));
                past.On(day.AddDays(3), stop => SettleAsync(unit, stop));
                break;
        }
    }

    /// <summary>The first security administrators are made by whoever runs the machine; the staff after them is proposed by one and granted by the other.</summary>
    private async Task AppointAsync(DemoPerson person, CancellationToken stop)
    {
        var account = await OpenAsync(person, stop);
        if (person.Role == Role.User)
        {
            return;
        }

        if (person.Role == Role.SecurityAdministrator)
        {
            var first = await granting.ProposeAsync(account.Id, new(person.Role), actors[person.Key], stop);
            await granting.MakeAsync(Grant.Lifecycle.Approve, first, Founder, stop);
            return;
        }

        var grant = await granting.ProposeAsync(account.Id, new(person.Role, null, person.Area), this["security-1"], stop);
        await granting.MakeAsync(Grant.Lifecycle.Approve, grant, this["security-2"], stop);
    }

    /// <summary>Somebody registers the organisation and with it themselves.</summary>
    private async Task RegisterAsync(DemoOrganisation unit, CancellationToken stop)
    {
        var person = Applicant(unit);
        var account = await OpenAsync(person, stop);
        await using var licence = File.OpenRead(Path.Combine(CityPack.Folder, "demo", "licence.pdf"));
        var (digest, size) = await files.KeepAsync(licence, UploadLimits.BytesPerMiB, stop);
        var paper = new StoredFile { Digest = digest, Name = "营业执照（演示）.pdf", ContentType = "application/pdf", Size = size, StoredAt = past.Now, AccountId = account.Id };
        var asked = new OrganisationApplication(
            Uscc.Parse(unit.Uscc), unit.Name.Chinese, unit.Kind, unit.Funding, unit.Area, unit.Address, unit.Phone, unit.State != DemoStanding.User);
        await applications.ApplyAsync(asked, paper, this[person.Key], stop);
        var home = await OrganisationAsync(unit, stop);
        actors[person.Key] = this[person.Key] with { OrganisationId = home.Id };
    }

    private async Task VerifyAsync(DemoOrganisation unit, CancellationToken stop) =>
        await applications.VerifyAsync(await OrganisationAsync(unit, stop), this[$"county-{unit.Area}"], stop);

    /// <summary>The administrator describes the unit and takes the technician in.</summary>
    private async Task SettleAsync(DemoOrganisation unit, CancellationToken stop)
    {
        var (home, administrator) = (await OrganisationAsync(unit, stop), this[Applicant(unit).Key]);
        home.Describe(new(unit.Name.English, unit.Address, unit.Postcode, unit.Phone, null, unit.About, [.. unit.Platforms.Select(p => new HostPlatform { KindCode = p.Kind, Name = p.Name, LevelCode = p.Level })]));
        past.Db.Record(JournalEntry.Of("organisation", home.Reference, "describe", new(administrator, past.Now), unit));
        await past.Db.SaveAsync(home.Reference, stop);
        foreach (var person in data.People.Where(p => p.Organisation == unit.Key && p.Role == Role.Technician))
        {
            var account = await OpenAsync(person, stop);
            actors[person.Key] = this[person.Key] with { OrganisationId = home.Id };
            var grant = await granting.ProposeAsync(account.Id, new(person.Role, home.Id), administrator, stop);
            await granting.MakeAsync(Grant.Lifecycle.Approve, grant, administrator, stop);
        }
    }

    /// <summary>An official list names an organisation before anybody of it has registered.</summary>
    private async Task NameAsync(DemoOrganisation unit, CancellationToken stop)
    {
        var named = Organisation.OrganisationLifecycle.Begin(
            new() { Reference = await past.Db.NextOrganisationAsync(stop), Uscc = unit.Uscc, Name = unit.Name.Chinese, EnglishName = unit.Name.English, Kind = unit.Kind, Funding = unit.Funding, AreaCode = unit.Area, CreatedAt = past.Now }, namedByList: true);
        past.Db.Add(named);
        past.Db.Record(JournalEntry.Of("organisation", named.Reference, "name", new(this["bureau-1"], past.Now), null, null, named.State.ToString()));
        await past.Db.SaveAsync(named.Reference, stop);
    }

    private async Task<Account> OpenAsync(DemoPerson person, CancellationToken stop)
    {
        var account = await opening.OpenAsync(new(person.Name, person.Email, person.Phone), Password, Actor.Product, "open", stop);
        actors[person.Key] = new(account.Id, person.Name, person.Role, null, person.Area);
        return account;
    }

    private DemoPerson Applicant(DemoOrganisation unit) => data.People.First(p => p.Organisation == unit.Key && p.Role != Role.Technician);

    private Task<Organisation> OrganisationAsync(DemoOrganisation unit, CancellationToken stop) =>
        past.Db.Organisations.Include(o => o.HostPlatforms).SingleAsync(o => o.Uscc == unit.Uscc, stop);
}
