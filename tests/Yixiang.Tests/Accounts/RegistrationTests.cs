using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Tests.Accounts;

public class RegistrationTests
{
    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7 licence");

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_unit_registers_an_officer_verifies_it_and_the_applicant_becomes_its_administrator(string database)
    {
        await using var site = await Site.StartAsync(database);
        var uscc = World.NextUscc();
        var browser = site.Visitor();

        Assert.Equal("/sign-in", (await RegisterAsync(browser, uscc, Pdf)).Headers.Location?.OriginalString);

        var officer = site.As(await site.GivenActorAsync(Role.CountyOfficer, area: "140702"));
        var stranger = site.As(await site.GivenActorAsync(Role.CountyOfficer, area: "140703"));
        Assert.Contains(uscc, await officer.GetStringAsync("/desk/organisations?state=Pending"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/desk/organisations/{uscc}")).StatusCode);
        var licence = await site.QueryAsync(db => db.Organisations.Where(o => o.Uscc == uscc).Select(o => o.LicenceFileId).SingleAsync());
        var file = await officer.GetAsync($"/desk/organisations/{uscc}?handler=File&file={licence}");
        Assert.Equal(Pdf, await file.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        var version = await site.QueryAsync(db => db.Organisations.Where(o => o.Uscc == uscc).Select(o => o.Version).SingleAsync());
        await DecideAsync(officer, await ReferenceAsync(site, uscc), version, ("move", "verify"));

        Assert.Equal(OrganisationState.Verified, await StateAsync(site, uscc));
        await browser.SignInAsync("zhao@example.cn");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/unit/members")).StatusCode);
        Assert.Equal(["register", "verify"], await site.JournalOfAsync("organisation", await ReferenceAsync(site, uscc)));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_wrong_check_digit_is_said_and_nothing_typed_is_lost(string database)
    {
        await using var site = await Site.StartAsync(database);
        var good = World.NextUscc();
        var wrong = good[..^1] + (good[^1] == '0' ? '1' : '0');

        var html = await (await RegisterAsync(site.Visitor(), wrong, Pdf)).Content.ReadAsStringAsync();

        Assert.Contains("与第 18 位校验码不符", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{wrong}\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"赵经办\"", html, StringComparison.Ordinal);
        Assert.Equal((0, 0), await site.QueryAsync(async db => (await db.Organisations.CountAsync(), await db.Accounts.CountAsync())));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_program_behind_the_name_of_a_pdf_is_refused_and_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database);

        var html = await (await RegisterAsync(site.Visitor(), World.NextUscc(), [0x4D, 0x5A, 0x90, 0, 3, 0, 0, 0, 4])).Content.ReadAsStringAsync();

        Assert.Contains("请上传 PDF、JPG 或 PNG", html, StringComparison.Ordinal);
        Assert.Equal((0, 0, 0), await site.QueryAsync(async db => (await db.Organisations.CountAsync(), await db.Accounts.CountAsync(), await db.Set<StoredFile>().CountAsync())));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task Joining_a_known_organisation_needs_its_administrator(string database)
    {
        await using var site = await Site.StartAsync(database);
        var unit = await site.GivenOrganisationAsync();
        var admin = site.As(await site.GivenActorAsync(Role.UnitAdministrator, unit.Id));
        var browser = site.Visitor();

        await RegisterAsync(browser, unit.Uscc!, Pdf);

        var grant = await site.QueryAsync(db => db.Grants.SingleAsync(g => g.State == GrantState.Proposed));
        Assert.Equal((Role.Technician, (long?)unit.Id), (grant.Role, grant.OrganisationId));
        Assert.DoesNotContain(Grant.Lifecycle.OfferedTo(new Actor(7, "officer", Role.BureauOfficer, null, null), grant), m => m == Grant.Lifecycle.Approve);
        Assert.Contains("zhao@example.cn", await admin.GetStringAsync("/unit/members"), StringComparison.Ordinal);
        await Site.PostFormAsync(admin, "/unit/members", "/unit/members?handler=Move", ("id", $"{grant.Id}"), ("move", "approve"));
        Assert.Equal(GrantState.Granted, await site.QueryAsync(db => db.Grants.Where(g => g.Id == grant.Id).Select(g => g.State).SingleAsync()));
        Assert.Equal(1, await site.QueryAsync(db => db.Organisations.CountAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task An_organisation_that_a_list_named_is_claimed_with_its_code(string database)
    {
        await using var site = await Site.StartAsync(database);
        var listed = await site.QueryAsync(async db =>
        {
            var organisation = Organisation.OrganisationLifecycle.Begin(new() { Reference = await db.NextOrganisationAsync(), Uscc = World.NextUscc(), Name = "名单单位", Kind = OrganisationKind.Hospital, AreaCode = "140702", CreatedAt = site.Clock.Now }, namedByList: true);
            db.Organisations.Add(organisation);
            db.Record(JournalEntry.Of("organisation", organisation.Reference, "list", new(Actor.Product, site.Clock.Now)));
            await db.SaveChangesAsync();
            return organisation;
        });

        await RegisterAsync(site.Visitor(), listed.Uscc!, Pdf);

        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        Assert.Contains(listed.Uscc!, await officer.GetStringAsync("/desk/organisations?state=waiting"), StringComparison.Ordinal);
        await DecideAsync(officer, listed.Reference, listed.Version, ("move", "verify"));
        var after = await site.QueryAsync(db => db.Organisations.SingleAsync());
        Assert.Equal((OrganisationState.Verified, "名单单位"), (after.State, after.Name));
        Assert.NotNull(after.LicenceFileId);
        Assert.Equal(Role.UnitAdministrator, await site.QueryAsync(db => db.Grants.Where(g => g.State == GrantState.Granted && g.OrganisationId == listed.Id).Select(g => g.Role).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_rejected_registration_says_why_and_two_officers_do_not_decide_twice(string database)
    {
        await using var site = await Site.StartAsync(database);
        var uscc = World.NextUscc();
        await RegisterAsync(site.Visitor(), uscc, Pdf);
        var officer = site.As(await site.GivenActorAsync(Role.BureauOfficer));
        var version = await site.QueryAsync(db => db.Organisations.Select(o => o.Version).SingleAsync());

        Assert.Contains("请写明理由", await (await DecideAsync(officer, await ReferenceAsync(site, uscc), version, ("move", "reject"), ("Text", ""))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await DecideAsync(officer, await ReferenceAsync(site, uscc), version, ("move", "reject"), ("Text", "证照不清晰"));
        var late = await DecideAsync(officer, await ReferenceAsync(site, uscc), version, ("move", "verify"));

        Assert.Contains("刚刚被他人修改", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(OrganisationState.Rejected, await StateAsync(site, uscc));
        Assert.Equal("证照不清晰", await site.QueryAsync(db => db.Organisations.Select(o => o.DecisionNote).SingleAsync()));
        Assert.Equal(GrantState.Refused, await site.QueryAsync(db => db.Grants.Where(g => g.OrganisationId != null).Select(g => g.State).SingleAsync()));
    }

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task The_first_start_makes_two_administrators_with_the_code_of_the_console_and_never_again(string database)
    {
        await using var site = await Site.StartAsync(database);
        var code = ((SetUpCode)site.App.Services.GetService(typeof(SetUpCode))!).Shown;
        var browser = site.Visitor();
        (string, string)[] people =
        [
            ("SystemPerson.DisplayName", "系统"), ("SystemPerson.Email", "system@example.cn"), ("SystemPerson.Password", People.Password),
            ("SecurityPerson.DisplayName", "安全"), ("SecurityPerson.Email", "security@example.cn"), ("SecurityPerson.Password", People.Password),
        ];

        Assert.Contains("启动码不正确", await (await Site.PostFormAsync(browser, "/set-up", "/set-up", [("Code", "AAAA-BBBB-CCCC-DDDD"), .. people])).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var twice = await Site.PostFormAsync(browser, "/set-up", "/set-up", [("Code", code), .. people.Select(p => p.Item1 == "SecurityPerson.Email" ? (p.Item1, "system@example.cn") : p)]);
        Assert.Contains("该邮箱已被使用", await twice.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await site.QueryAsync(db => db.Accounts.CountAsync()));
        Assert.Equal(HttpStatusCode.Redirect, (await Site.PostFormAsync(browser, "/set-up", "/set-up", [("Code", code), .. people])).StatusCode);

        Assert.Equal(["SecurityAdministrator", "SystemAdministrator"], (await site.QueryAsync(db => db.Grants.Select(g => g.Role).ToListAsync())).Select(r => r.ToString()).Order());
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/set-up")).StatusCode);
        Assert.StartsWith("/sign-in/enrol", (await browser.SignInAsync("system@example.cn")).Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private static Task<string> ReferenceAsync(Site site, string uscc) => site.QueryAsync(db => db.Organisations.Where(o => o.Uscc == uscc).Select(o => o.Reference).SingleAsync());

    private static Task<OrganisationState> StateAsync(Site site, string uscc) => site.QueryAsync(db => db.Organisations.Where(o => o.Uscc == uscc).Select(o => o.State).SingleAsync());

    private static Task<HttpResponseMessage> DecideAsync(HttpClient officer, string organisation, Guid version, params (string, string)[] fields) =>
        Site.PostFormAsync(officer, $"/desk/organisations/{organisation}", $"/desk/organisations/{organisation}?handler=Decide", [("version", $"{version}"), .. fields]);

    private static async Task<HttpResponseMessage> RegisterAsync(HttpClient browser, string uscc, byte[] licence)
    {
        var html = await browser.GetStringAsync("/register");
        var mark = html.IndexOf("__RequestVerificationToken", StringComparison.Ordinal);
        var token = html[(html.IndexOf("value=\"", mark, StringComparison.Ordinal) + 7)..].Split('"')[0];
        using var form = new MultipartFormDataContent();
        (string, string)[] fields =
        [
            ("__RequestVerificationToken", token), ("Input.Uscc", uscc), ("Input.Name", "晋中市演示研究所"), ("Input.As", "unit"), ("Input.Kind", "ResearchInstitute"), ("Input.Funding", "Fiscal"),
            ("Input.AreaCode", "140702"), ("Person.DisplayName", "赵经办"), ("Person.Email", "zhao@example.cn"), ("Person.Password", People.Password), ("Consent", "true"),
        ];
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        form.Add(new ByteArrayContent(licence), "Licence", "营业执照.pdf");
        return await browser.PostAsync("/register", form);
    }
}
