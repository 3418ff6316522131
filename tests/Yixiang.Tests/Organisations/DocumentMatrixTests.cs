using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Yixiang.Kernel;
using Yixiang.Organisations;
using Yixiang.Tests.Kernel;

namespace Yixiang.Tests.Organisations;

/// <summary>Every move × every role × every state of a unit's document. Replacing is handing in a newer one.</summary>
[MatrixOf("document")]
public sealed class DocumentMatrixTests
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. Enumerable.Repeat((byte)'x', 500)];

    [Theory, MemberData(nameof(Site.Databases), MemberType = typeof(Site))]
    public async Task A_move_is_made_exactly_when_the_declaration_opens_it_and_a_refusal_leaves_no_trace(string database)
    {
        await using var site = await Site.StartAsync(database, ("Limits:ApiWrites", "0"));
        var cast = await Cast.GatherAsync(site);
        var root = $"/api/v1/organisations/{cast.Unit.Reference}/documents";
        var walk = new Matrix<Document, DocumentState>(site, Document.Lifecycle)
        {
            Given = async state => await GivenAsync(site, cast, state),
            Door = (_, move, document) => move == Document.Lifecycle.Withdraw
                ? new($"{root}/{document.Reference}/withdraw", [Role.UnitAdministrator], new { })
                : new($"{root}?kind=sharing-rules&title=a&issuedOn=2026-03-01&name=a.pdf&replaces={document.Reference}", [Role.UnitAdministrator], Pdf),
            Sees = (actor, document) => Task.FromResult(actor.OrganisationId == document.OrganisationId),
        };

        var (made, refused) = await walk.WalkAsync(cast.Everybody);

        Assert.True(made == 2 && refused > 60, $"{made} made, {refused} refused");
    }

    private static Task<Document> GivenAsync(Site site, Cast cast, DocumentState state) => site.UseAsync(async services =>
    {
        var (db, documents) = (services.GetRequiredService<Db>(), services.GetRequiredService<Documents>());
        Task<Document> AddAsync(string? replaces) =>
            documents.AddAsync(cast.Unit.Id, DocumentInput.Read(key => key switch { "kind" => "sharing-rules", "title" => "办法", "issuedOn" => "2026-03-01", "replaces" => replaces ?? "", _ => "" }, services.GetRequiredService<CodeTables>(), CityTime.DateOf(site.Clock.Now), out _)!, "a.pdf", new MemoryStream(Pdf), cast.Own, default);
        var document = await AddAsync(null);
        if (state == DocumentState.Replaced)
        {
            await AddAsync(document.Reference);
        }
        else if (state == DocumentState.Withdrawn)
        {
            await documents.WithdrawAsync(cast.Unit.Id, document.Reference, cast.Own, default);
        }

        return await db.Documents.AsNoTracking().SingleAsync(d => d.Id == document.Id);
    });
}
