using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Accounts;
using Yixiang.Instruments;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>Filings over the API: what the pages do, for the systems of units and of the bureau.</summary>
internal static class FilingsApi
{
    private static readonly Role[] Readers = [Role.UnitAdministrator, Role.Technician, Role.CountyOfficer, Role.BureauOfficer];

    public static void MapFilingsApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/filings").WithTags("Filings").For(Readers).Scoped("filings");

        api.MapGet("/{reference}", async (string reference, Db db, Actor actor, CancellationToken stop) =>
            await FindAsync(db, actor, reference, stop) is { } filing ? Results.Ok(View(filing, actor)) : Problems.NotFound(reference));

        api.MapPost("/{reference}/{move}", async (string reference, string move, JsonElement body, Db db, Actor actor, FilingMoves moves, CancellationToken stop) =>
        {
            if (Filing.Lifecycle.Find(move) is not { } declared || await FindAsync(db, actor, reference, stop) is not { } filing)
            {
                return Problems.NotFound(reference);
            }

            if (MoveInput.Read(declared.InputType, body, out var errors) is not { } input)
            {
                return Problems.Invalid(errors);
            }

            await moves.MakeAsync(declared, filing, input, actor, stop);
            return Results.Ok(View(filing, actor));
        });
    }

    public static Task<Filing?> FindAsync(Db db, Actor actor, string reference, CancellationToken stop) =>
        db.Filings.Include(f => f.ReturnReasons).Include(f => f.Exemption).VisibleTo(actor).SingleOrDefaultAsync(f => f.Reference == reference, stop);

    private static object View(Filing filing, Actor actor) => new
    {
        filing.Reference,
        Kind = filing.Kind.ToString(),
        ResourceKind = filing.ResourceKind.ToString(),
        State = filing.State.ToString(),
        filing.Particulars().Values,
        filing.Particulars().Tariff,
        filing.Completeness,
        filing.DueOn,
        filing.DaysLate,
        filing.Version,
        Returned = filing.ReturnReasons.Where(r => r.Round == filing.Round).Select(r => new { r.Field, r.Text }),
        Actions = Filing.Lifecycle.AvailableTo(actor, filing).Select(m => new { m.Name, Label = T(m.Label), Href = $"/api/v1/filings/{filing.Reference}/{m.Name}" }),
    };
}
