using Microsoft.EntityFrameworkCore;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Organisations;

namespace Yixiang.Filings;

/// <summary>Finds the organisation of each row; one that the bureau's list names and nobody knows yet is created unverified.</summary>
internal sealed class RowOwners(Db db, CityPack pack, Import import, Act act)
{
    private static readonly (string Word, OrganisationKind Kind)[] Words =
    [
        ("大学", OrganisationKind.University), ("学院", OrganisationKind.University), ("学校", OrganisationKind.University),
        ("研究", OrganisationKind.ResearchInstitute), ("农科", OrganisationKind.ResearchInstitute), ("医院", OrganisationKind.Hospital), ("疾病预防", OrganisationKind.PublicInstitution),
        ("公司", OrganisationKind.Company), ("集团", OrganisationKind.Company), ("厂", OrganisationKind.Company),
        ("中心", OrganisationKind.PublicInstitution), ("局", OrganisationKind.PublicInstitution), ("站", OrganisationKind.PublicInstitution), ("所", OrganisationKind.PublicInstitution),
    ];

    private readonly Dictionary<string, Organisation> _byCode = [];
    private readonly Dictionary<string, Organisation> _byName = [];
    private readonly Dictionary<long, Organisation> _byId = [];

    public IReadOnlyDictionary<long, Organisation> ById => _byId;

    public async Task LoadAsync(CancellationToken stop)
    {
        var organisations = await db.Organisations.AsNoTracking().Where(o => import.OrganisationId == null ? o.State != OrganisationState.Rejected : o.Id == import.OrganisationId).ToListAsync(stop);
        organisations.ForEach(Remember);
    }

    /// <summary>Names the organisation of each row, or says why there is none.</summary>
    /// <param name="create">Create what is unknown, as an import that is being applied does; a dry run only says so.</param>
    public async Task AssignAsync(IReadOnlyList<Candidate> rows, bool create, CancellationToken stop)
    {
        foreach (var row in rows.Where(r => r.IsOpen))
        {
            if (import.OrganisationId is { } own)
            {
                AssignOwn(row, _byId[own]);
            }
            else if (Find(row) is { } known)
            {
                row.OrganisationId = known.Id;
                await IdentifyAsync(row, known, create, stop);
            }
            else if (import.OwnerId is { } owner && row is { OrganisationName: "", OrganisationCode: null })
            {
                row.OrganisationId = owner;
            }
            else
            {
                await AssignNewAsync(row, create, stop);
            }
        }
    }

    private static void AssignOwn(Candidate row, Organisation own)
    {
        row.OrganisationId = own.Id;
        if (row.OrganisationCode is { } code && own.Uscc is not null && code.ToString() != own.Uscc)
        {
            row.Reject(ImportColumns.OrganisationCode, "import-other-organisation", own.Name);
        }
        else if (row.OrganisationName.Length > 0 && row.OrganisationCode is null && CodeTable.Normalise(row.OrganisationName) != CodeTable.Normalise(own.Name))
        {
            row.Messages.Add(RowMessage.Remark(ImportColumns.OrganisationName, "import.other-name", row.OrganisationName, own.Name));
        }
    }

    private Organisation? Find(Candidate row) =>
        row.OrganisationCode is { } code ? _byCode.GetValueOrDefault(code.ToString()) ?? (ByName(row) is { Uscc: null } uncoded ? uncoded : null)
        : ByName(row);

    private Organisation? ByName(Candidate row) => row.OrganisationName.Length > 0 ? _byName.GetValueOrDefault(CodeTable.Normalise(row.OrganisationName)) : null;

    /// <summary>A later list of the bureau names the code that an earlier one left out.</summary>
    private async Task IdentifyAsync(Candidate row, Organisation known, bool create, CancellationToken stop)
    {
        if (known.Uscc is not null || row.OrganisationCode is not { } code)
        {
            return;
        }

        row.Messages.Add(RowMessage.Remark(ImportColumns.OrganisationCode, "import.organisation-identified", known.Name, code.ToString()));
        if (create)
        {
            var organisation = await db.Organisations.SingleAsync(o => o.Id == known.Id, stop);
            await db.IdentifyAsync(organisation, code.ToString(), act, stop);
            Remember(organisation);
        }
    }

    private async Task AssignNewAsync(Candidate row, bool create, CancellationToken stop)
    {
        if (row.OrganisationCode is null && row.OrganisationName.Length == 0)
        {
            row.Reject(ImportColumns.OrganisationName, "import-organisation-missing");
            return;
        }

        row.Messages.Add(RowMessage.Remark(ImportColumns.OrganisationName, RowMessage.NewOrganisation, row.OrganisationName));
        if (create)
        {
            row.OrganisationId = (await CreateAsync(row, stop)).Id;
        }
    }

    private async Task<Organisation> CreateAsync(Candidate row, CancellationToken stop)
    {
        var code = row.OrganisationCode?.ToString();
        var name = row.OrganisationName.Length > 0 ? row.OrganisationName : code!;
        var organisation = Organisation.OrganisationLifecycle.Begin(new Organisation
        {
            Reference = await db.NextOrganisationAsync(stop),
            Uscc = code,
            Name = name,
            Kind = KindOf(name),
            CreatedAt = act.At,
            AreaCode = row[Fields.Area].Length > 0 ? row[Fields.Area] : pack.City.Code,
        }, namedByList: true);
        db.Organisations.Add(organisation);
        db.Record(JournalEntry.Of("organisation", organisation.Reference, "name", act, import.Reference, null, nameof(OrganisationState.Unverified)));
        await db.SaveAsync(import.Reference, stop);
        Remember(organisation);
        return organisation;
    }

    private void Remember(Organisation organisation)
    {
        _byId[organisation.Id] = organisation;
        if (organisation.Uscc is { } code)
        {
            _byCode[code] = organisation;
        }

        var name = CodeTable.Normalise(organisation.Name);
        if (!_byName.TryAdd(name, organisation) && _byName[name].Id == organisation.Id)
        {
            _byName[name] = organisation;
        }
    }

    private static OrganisationKind KindOf(string name)
    {
        var kind = Array.Find(Words, w => name.Contains(w.Word, StringComparison.Ordinal));
        return kind.Word is null ? OrganisationKind.Other : kind.Kind;
    }
}
