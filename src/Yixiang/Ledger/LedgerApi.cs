using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>The public ledger over the API: open to everybody, the same as the pages say.</summary>
internal static class LedgerApi
{
    public static void MapLedgerApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Ledger").Public();
        api.MapGet("/instruments", ListAsync).Named("instruments").WithQuery(LedgerAddress.Parameters).Produces<Listed<ListedInstrument>>().ProducesValidationProblem();
        api.MapGet("/instruments/{reference}", ShowAsync).Named("instrument").WithQuery("asOf").Produces<PublicInstrument>().ProducesValidationProblem().ProducesProblem(404);
        api.MapGet("/search-index", (LedgerIndex index) => index.Proof()).Named("search-index");
        api.MapGet("/batches", BatchesAsync).Named("batches").WithQuery(Pages).Produces<Listed<PublicBatch>>().ProducesValidationProblem();
        api.MapGet("/batches/{number:int}", BatchAsync).Named("batch").Produces<PublicBatchWithLines>().ProducesProblem(404);
        api.MapGet("/organisations", OrganisationsAsync).Named("organisations").WithQuery("q", "area", "page", "size").Produces<Listed<ListedOrganisation>>().ProducesValidationProblem();
        api.MapGet("/organisations/{organisation}", OrganisationAsync).Named("organisation").Produces<PublicOrganisation>().ProducesProblem(404);
    }

    internal static readonly IReadOnlyList<string> Pages = ["page", "size"];

    private static RouteHandlerBuilder Named(this RouteHandlerBuilder endpoint, string name) => endpoint.WithName($"ledger.{name}").WithSummary(In(English, $"api.ledger.{name}"));

    private static async Task<IResult> ListAsync(HttpContext http, LedgerReading ledger, CodeTables tables, CityPack pack, TimeProvider clock, CancellationToken stop)
    {
        var address = LedgerAddress.Read(http.Request.Query, tables, pack, clock.Today());
        if (Invalid(http, LedgerAddress.Parameters, address.Problems) is { } invalid)
        {
            return invalid;
        }

        var answer = await ledger.AskAsync(address, stop);
        var items = answer.Items.Select(l => new ListedInstrument(
            l.Reference, l.Name, l.Model, l.Manufacturer, l.ClassCode, l.AreaCode, new(l.Organisation, l.OrganisationName, l.Uscc), l.OriginalValue.Amount, Url(http, $"/instruments/{l.Reference}")));
        return Tagged(http, new Listed<ListedInstrument>(answer.Total, address.Question.Page, address.Question.Size, [.. items]));
    }

    private static async Task<IResult> ShowAsync(string reference, HttpContext http, Dossiers dossiers, Codebook codebook, CityPack pack, TimeProvider clock, CancellationToken stop)
    {
        List<FieldProblem> problems = [];
        var asOf = LedgerAddress.Day(http.Request.Query["asOf"].ToString(), clock.Today(), problems);
        if (Invalid(http, ["asOf"], problems) is { } invalid)
        {
            return invalid;
        }

        return await dossiers.FindAsync(reference, asOf, stop) is { } dossier ? Tagged(http, View(http, dossier, codebook, pack))
            : await dossiers.WhyNotThenAsync(reference, asOf, stop) is { } why ? why.ToProblem()
            : Problems.NotFound(reference);
    }

    private static PublicInstrument View(HttpContext http, Dossier d, Codebook codebook, CityPack pack) => new(
        d.Instrument.Reference, d.Version.Name, d.Version.Model, d.Version.Manufacturer, d.Version.ClassCode,
        d.Version.AreaCode, pack.Area(d.Version.AreaCode)?.Name.ToString(), pack.TownOf(d.Version.AreaCode, d.Particulars[Fields.Street])?.Name,
        new(d.Organisation.Reference, d.Organisation.Name, d.Organisation.Uscc), d.Version.OriginalValue.Amount, Url(http, $"/instruments/{d.Instrument.Reference}"), d.AsOf,
        d.ExitedOn is null ? nameof(InstrumentState.Published) : nameof(InstrumentState.Exited), d.Instrument.Kind.ToString(), d.Instrument.Voluntary, d.PublishedOn, d.ExitedOn,
        d.Province?.Number, d.Province?.Address, d.Province?.ListedOn, d.ExitedOn is null ? null : d.Instrument.ExitCause?.ToString(),
        d.Batch is null ? null : new(d.Batch.Number, d.Batch.Title, d.Batch.DecisionNumber), d.Contact,
        [.. Enum.GetValues<FieldSection>().SelectMany(d.FieldsOf).Select(f => new PublicField(f.Key, f.Label, d.Particulars[f], codebook.Show(f, d.Particulars)))],
        [.. d.Particulars.Tariff.Select(t => new PublicPrice(t.Item, t.Unit, t.Internal, t.External, t.Note))],
        [.. d.Pictures.Select(p => Url(http, $"/instruments/{d.Instrument.Reference}/pictures/{p.Number}"))], d.Version.Number,
        [.. d.Versions.Where(v => d.AsOf is not { } day || v.From < CityTime.EndOf(day)).Select(v => new PublicVersion(v.Number, d.Since(v), [.. d.ChangesOf(v).Select(f => f.Key)]))]);

    private static async Task<IResult> BatchesAsync(HttpContext http, BatchReading batches, CancellationToken stop)
    {
        var (page, size) = Paged(http, out var problems);
        if (Invalid(http, Pages, problems) is { } invalid)
        {
            return invalid;
        }

        var found = await batches.All.ExactPageAsync(page, size, stop);
        return Tagged(http, new Listed<PublicBatch>(found.Total, found.Number, found.Size, [.. found.Items.Select(b => View(http, b))]));
    }

    private static async Task<IResult> BatchAsync(int number, HttpContext http, BatchReading batches, Annex annex, CancellationToken stop)
    {
        if (await batches.FindAsync(number, stop) is not { } batch)
        {
            return Problems.NotFound($"{number}");
        }

        var lines = await annex.OfBatchAsync(batch.Id).Select(l => new PublicBatchLine(l.Position, l.Reference, l.Name, l.Model, l.Organisation, l.OriginalValue.Amount, l.ExitedOn, Url(http, $"/instruments/{l.Reference}"))).ToListAsync(stop);
        return Tagged(http, new PublicBatchWithLines(View(http, batch), lines));
    }

    private static PublicBatch View(HttpContext http, BatchLine b) =>
        new(b.Number, b.Title, b.DecidedOn, b.DecisionNumber, b.PublishedAt, b.Count, Url(http, $"/batches/{b.Number}"), Url(http, $"/batches/{b.Number}/annex.xlsx"));

    private static async Task<IResult> OrganisationsAsync(HttpContext http, OrganisationReading organisations, CityPack pack, CancellationToken stop)
    {
        var (page, size) = Paged(http, out var problems);
        var (words, area) = (http.Request.Query["q"].ToString(), http.Request.Query["area"].ToString());
        if (words.Length > 100)
        {
            problems.Add(new("q", "too-long", 100, words.Length));
        }

        if (area != "" && pack.Area(area) is null)
        {
            problems.Add(new("area", "unknown-code", area));
        }

        if (Invalid(http, ["q", "area", "page", "size"], problems) is { } invalid)
        {
            return invalid;
        }

        var found = await organisations.Narrowed(words, area).ExactPageAsync(page, size, stop);
        return Tagged(http, new Listed<ListedOrganisation>(found.Total, found.Number, found.Size, [.. found.Items.Select(o =>
            new ListedOrganisation(o.Reference, o.Uscc, o.Name, o.EnglishName, o.Kind.ToString(), o.AreaCode, o.Count, Url(http, $"/organisations/{o.Reference}")))]));
    }

    private static async Task<IResult> OrganisationAsync(string organisation, HttpContext http, OrganisationReading organisations, CancellationToken stop) =>
        await organisations.FindAsync(organisation, stop) is not { } o ? Problems.NotFound(organisation)
        : o.Reference != organisation ? Results.Redirect($"{http.Request.PathBase}/api/v1/organisations/{o.Reference}", permanent: true)
        : Tagged(http, new PublicOrganisation(
            o.Reference, o.Uscc, o.Name, o.EnglishName, o.Kind.ToString(), o.AreaCode, o.Address, o.Postcode, o.OfficePhone, o.Website, o.About,
            [.. o.HostPlatforms.Select(p => new PublicPlatform(p.Name, p.KindCode, p.LevelCode))], Url(http, $"/organisations/{o.Reference}")));

    private static (int Page, int Size) Paged(HttpContext http, out List<FieldProblem> problems)
    {
        problems = [];
        return (LedgerAddress.Number(http.Request.Query, "page", 1, 1_000_000, 1, problems), LedgerAddress.Number(http.Request.Query, "size", 1, Paging.MostSize, Paging.DefaultSize, problems));
    }

    /// <summary>What was asked wrongly, with parameters that do not exist: a slip of the caller must not look like an answer.</summary>
    internal static IResult? Invalid(HttpContext http, IReadOnlyList<string> known, IEnumerable<FieldProblem> problems)
    {
        var all = problems.Concat(http.Request.Query.Keys.Except(known).Select(k => new FieldProblem(k, "unknown-parameter", string.Join(T("list.and"), known))))
            .GroupBy(p => p.Field).ToDictionary(g => g.Key, g => g.Select(p => p.Sentence).ToArray());
        return all.Count == 0 ? null : Problems.Invalid(all);
    }

    private static string Url(HttpContext http, string path) => PageAddress.Of(http.Request, path);

    /// <summary>An answer with its own digest as entity tag: whoever has it already gets 304 and no body.</summary>
    private static IResult Tagged<T>(HttpContext http, T answer)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        http.Response.Headers.CacheControl = "public, no-cache";
        http.Response.Headers.Vary = "Accept-Language";
        return Results.Bytes(json, "application/json; charset=utf-8", entityTag: EntityTags.Of(json));
    }
}
