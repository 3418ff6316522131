using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Accounts;
using Yixiang.Filings;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger;
using Yixiang.Organisations;

namespace Yixiang.Tests;

/// <summary>A believable small city: two units in two areas, officers, and an instrument described as the notice asks.</summary>
public static class World
{
    public static async Task<Organisation> GivenOrganisationAsync(this Site site, string name = "晋中市演示检测中心", string area = "140702", string? uscc = null)
    {
        return await site.QueryAsync(async db =>
        {
            var organisation = Organisation.OrganisationLifecycle.Begin(
                new() { Reference = await db.NextOrganisationAsync(), Uscc = uscc ?? NextUscc(), Name = name, Kind = OrganisationKind.ResearchInstitute, AreaCode = area, CreatedAt = site.Clock.Now, OfficePhone = "0354-3000001" }, namedByList: false);
            db.Organisations.Add(organisation);
            db.Record(JournalEntry.Of("organisation", organisation.Reference, "register", new(Actor.Product, site.Clock.Now)));
            await db.SaveChangesAsync();
            return organisation;
        });
    }

    public static async Task<Actor> GivenActorAsync(this Site site, Role role, long? organisation = null, string? area = null, string? name = null)
    {
        return await site.QueryAsync(async db =>
        {
            var login = $"{role}-{Guid.NewGuid():N}".ToLowerInvariant();
            var account = new Account { UserName = login, NormalizedUserName = login.ToUpperInvariant(), Email = $"{login}@example.cn", NormalizedEmail = $"{login}@example.cn".ToUpperInvariant(), DisplayName = name ?? role.ToString(), CreatedAt = site.Clock.Now, SecurityStamp = Guid.NewGuid().ToString() };
            db.Accounts.Add(account);
            await db.SaveChangesAsync();
            return new Actor(account.Id, account.DisplayName, role, organisation, area);
        });
    }

    /// <summary>Everything that article 6 and the national platform ask for.</summary>
    public static Particulars Microscope(string ownNumber = "A19000061", string acceptedOn = "2026-03-01") => new Particulars
    {
        Tariff = [new("扫描电镜观察成像", "样", 150, 300, null), new("能谱分析", "小时", 200, 400, "不足一小时按一小时计")],
    }.With(Fields.Name, "场发射扫描电子显微镜").With(Fields.EnglishName, "Field emission scanning electron microscope").With(Fields.OwnNumber, ownNumber)
        .With(Fields.ClassCode, "010102").With(Fields.Model, "SU8010").With(Fields.Manufacturer, "日立高新").With(Fields.Nation, "JP").With(Fields.Category, "2")
        .With(Fields.Source, "1").With(Fields.Affiliation, "4").With(Fields.Department, "分析测试中心").With(Fields.OriginalValue, "2350000.00")
        .With(Fields.AcceptedOn, acceptedOn).With(Fields.BookedOn, acceptedOn).With(Fields.Funds, "2").With(Fields.SharingCondition, "none").With(Fields.Classified, "no")
        .With(Fields.Function, "材料表面微观形貌观察与微区成分分析").With(Fields.Application, "金属、陶瓷、煤及煤化工产品、玻璃").With(Fields.Technical, "分辨率 1.0 nm（15 kV）；放大倍数 30～800,000").With(Fields.Subjects, "430")
        .With(Fields.ServiceContent, "形貌观察、能谱分析").With(Fields.SharingModes, "2,3").With(Fields.SharingHours, "周一至周五 08:00-18:00").With(Fields.OfferedHours, "800")
        .With(Fields.FeeBasis, "cost").With(Fields.Fee, "300 元/样").With(Fields.Notes, "样品须干燥、无磁性").With(Fields.RunHours, "1500").With(Fields.ServiceHours, "300")
        .With(Fields.Area, "140702").With(Fields.Street, "迎宾街 1 号").With(Fields.Contact, "张演示").With(Fields.Phone, "0354-3000002").With(Fields.Email, "demo@example.cn")
        .With(Fields.ContactConsent, "private").With(Fields.Address, "山西省晋中市榆次区迎宾街 1 号").With(Fields.Postcode, "030600").With(Fields.CustomsSupervised, "no");

    public static async Task<Filing> GivenFilingAsync(this Site site, Organisation organisation, Particulars? particulars = null, params string[] moves)
    {
        var unit = await site.GivenActorAsync(Role.UnitAdministrator, organisation.Id);
        var officer = await site.GivenActorAsync(Role.BureauOfficer);
        return await site.UseAsync(async services =>
        {
            var (db, gate) = (services.GetRequiredService<Db>(), services.GetRequiredService<FilingMoves>());
            var filing = new Filing
            {
                Reference = await db.NextReferenceAsync("F", site.Clock.Now),
                Kind = FilingKind.Initial,
                ResourceKind = ResourceKind.SingleSet,
                OrganisationId = organisation.Id,
                AreaCode = organisation.AreaCode,
                CreatedAt = site.Clock.Now,
                CreatedBy = unit.AccountId,
            };
            gate.Rewrite(filing, particulars ?? Microscope(), site.Clock.Now);
            db.Filings.Add(filing);
            db.Record(JournalEntry.Of("filing", filing.Reference, "begin", new(unit, site.Clock.Now)));
            await db.SaveChangesAsync();
            foreach (var move in moves.Select(m => Filing.Lifecycle.Find(m)!))
            {
                object input = move.InputType == typeof(Return) ? new Return("请核对", null) : new Nothing();
                await gate.MakeAsync(move, filing, input, move.By.Contains(Role.UnitAdministrator) ? unit : officer);
            }

            return filing;
        });
    }

    /// <summary>Puts accepted instruments into a batch that two officers cleared, and publishes it.</summary>
    public static async Task<Batch> GivenBatchAsync(this Site site, int number, params IReadOnlyList<long> instruments)
    {
        var (first, second) = (await site.GivenActorAsync(Role.BureauOfficer), await site.GivenActorAsync(Role.BureauOfficer));
        return await site.UseAsync(async services =>
        {
            var db = services.GetRequiredService<Db>();
            var batch = new Batch { Number = number, Title = $"第 {number} 批", DecidedOn = CityTime.DateOf(site.Clock.Now), DecisionNumber = $"市科函〔2026〕{number}号", CreatedAt = site.Clock.Now };
            batch.Items.AddRange(instruments.Select((id, i) => new BatchItem { Position = i + 1, InstrumentId = id }));
            db.Batches.Add(batch);
            db.Record(JournalEntry.Of("batch", batch.Reference, "begin", new(first, site.Clock.Now)));
            await db.SaveChangesAsync();
            await db.MoveAsync(Batch.Lifecycle.Clear, batch, new SecrecyCheck("逐条核对，不涉密"), first, site.Clock.Now);
            await db.MoveAsync(Batch.Lifecycle.Countersign, batch, new SecrecyCheck("复核，不涉密"), second, site.Clock.Now);
            await services.GetRequiredService<Publication>().PublishAsync(batch, second, CancellationToken.None);
            return batch;
        });
    }

    /// <summary>A well-formed social credit code that belongs to nobody.</summary>
    public static string NextUscc()
    {
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        int[] weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        var body = $"12140700DEM{Interlocked.Increment(ref serial):000000}";
        var sum = body.Select((c, i) => alphabet.IndexOf(c, StringComparison.Ordinal) * weights[i]).Sum();
        return body + alphabet[(31 - (sum % 31)) % 31];
    }

    private static int serial;
}
