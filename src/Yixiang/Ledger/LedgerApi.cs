using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Yixiang.Instruments;
using Yixiang.Kernel;
using Yixiang.Ledger.Search;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger;

/// <summary>Whose an instrument is.</summary>
/// <param name="Reference">Its number, by which it is addressed: <c>O-000123</c>.</param>
/// <param name="Uscc">Null where no list and nobody has named it yet.</param>
public sealed record OrganisationName(string Reference, string Name, string? Uscc);

/// <summary>One instrument in a list.</summary>
public sealed record ListedInstrument(
    string Reference, string Name, string Model, string Manufacturer, string ClassCode, string Area, OrganisationName Organisation, decimal OriginalValueYuan, string Url);

/// <summary>One page of a list.</summary>
public sealed record Listed<T>(int Total, int Page, int Size, IReadOnlyList<T> Items);

/// <summary>A public field: its key, its name in the reader's language, its canonical value, and that in words.</summary>
public sealed record PublicField(string Key, string Label, string Value, string Text);

/// <summary>The public ledger over the API: open to everybody, the same as the pages say.</summary>
internal static class LedgerApi
{
    public static void MapLedgerApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").WithTags("Ledger").Public();
        api.MapGet("/instruments", ListAsync).WithName("ledger.instruments").WithSummary(In(English, "api.ledger.instruments")).Produces<Listed<ListedInstrument>>().ProducesValidationProblem();
        api.MapGet("/instruments/{reference}", ShowAsync).WithName("ledger.instrument").WithSummary(In(English, "api.ledger.instrument")).ProducesValidationProblem().ProducesProblem(404);
        api.MapGet("/search-index", (LedgerIndex index) => index.Proof()).WithName("ledger.search-index").WithSummary(In(English, "api.ledger.search-index"));
        api.MapGet("/batches", BatchesAsync).WithName("ledger.batches").WithSummary(In(English, "api.ledger.batches")).ProducesValidationProblem();
        api.MapGet("/batches/{number:int}", BatchAsync).WithName("ledger.batch").WithSummary(In(English, "api.ledger.batch")).ProducesProblem(404);
        api.MapGet("/organisations", OrganisationsAsync).WithName("ledger.organisations").WithSummary(In(English, "api.ledger.organisations")).ProducesValidationProblem();
        api.MapGet("/organisations/{organisation}", OrganisationAsync).WithName("ledger.organisation").WithSummary(In(English, "api.ledger.organisation")).ProducesProblem(404);
    }

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

        return await dossiers.FindAsync(reference, asOf, stop) is { } dossier ? Tagged(http, View(http, dossier, codebook, pack)) : Problems.NotFound(reference);
    }

    private static object View(HttpContext http, Dossier d, Codebook codebook, CityPack pack) => new
    {
        d.Instrument.Reference,
        d.Version.Name,
        d.Version.Model,
        d.Version.Manufacturer,
        d.Version.ClassCode,
        Area = d.Version.AreaCode,
        AreaName = pack.Area(d.Version.AreaCode)?.Name.ToString(),
        Town = pack.TownOf(d.Version.AreaCode, d.Particulars[Fields.Street])?.Name,
        Organisation = new OrganisationName(d.Organisation.Reference, d.Organisation.Name, d.Organisation.Uscc),
        OriginalValueYuan = d.Version.OriginalValue.Amount,
        Url = Url(http, $"/instruments/{d.Instrument.Reference}"),
        d.AsOf,
        State = d.ExitedOn is null ? nameof(InstrumentState.Published) : nameof(InstrumentState.Exited),
        Kind = d.Instrument.Kind.ToString(),
        d.Instrument.Voluntary,
        d.PublishedOn,
        d.ExitedOn,
        ProvincialNumber = d.Province?.Number,
        ProvincialUrl = d.Province?.Address,
        ProvincialSince = d.Province?.ListedOn,
        ExitCause = d.ExitedOn is null ? null : d.Instrument.ExitCause?.ToString(),
        Batch = d.Batch is null ? null : new { d.Batch.Number, d.Batch.Title, d.Batch.DecisionNumber },
        d.Contact,
        Fields = Enum.GetValues<FieldSection>().SelectMany(d.FieldsOf).Select(f => new PublicField(f.Key, f.Label, d.Particulars[f], codebook.Show(f, d.Particulars))),
        Tariff = d.Particulars.Tariff.Select(t => new { t.Item, t.Unit, InternalYuan = t.Internal, ExternalYuan = t.External, t.Note }),
        Pictures = d.Pictures.Select(p => Url(http, $"/instruments/{d.Instrument.Reference}/pictures/{p.Number}")),
        Version = d.Version.Number,
        Versions = d.Versions.Where(v => d.AsOf is not { } day || v.From < CityTime.EndOf(day))
            .Select(v => new { v.Number, From = d.Since(v), Changed = d.ChangesOf(v).Select(f => f.Key) }),
    };

    private static async Task<IResult> BatchesAsync(HttpContext http, BatchReading batches, CancellationToken stop)
    {
        var (page, size) = Paged(http, out var problems);
        if (Invalid(http, ["page", "size"], problems) is { } invalid)
        {
            return invalid;
        }

        var found = await batches.ListAsync(page, size, stop);
        return Tagged(http, new Listed<object>(found.Total, found.Number, found.Size, [.. found.Items.Select(b => View(http, b))]));
    }

    private static async Task<IResult> BatchAsync(int number, HttpContext http, BatchReading batches, Annex annex, CancellationToken stop)
    {
        if (await batches.FindAsync(number, stop) is not { } batch)
        {
            return Problems.NotFound($"{number}");
        }

        var lines = await annex.OfBatchAsync(batch.Id).Select(l => new { l.Position, l.Reference, l.Name, l.Model, l.Organisation, OriginalValueYuan = l.OriginalValue.Amount, l.ExitedOn, Url = Url(http, $"/instruments/{l.Reference}") }).ToListAsync(stop);
        return Tagged(http, new { Batch = View(http, batch), Instruments = lines });
    }

    private static object View(HttpContext http, BatchLine b) => new
    {
        b.Number,
        b.Title,
        b.DecidedOn,
        b.DecisionNumber,
        b.PublishedAt,
        Instruments = b.Count,
        Url = Url(http, $"/batches/{b.Number}"),
        Annex = Url(http, $"/batches/{b.Number}/annex.xlsx"),
    };

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

        var found = await organisations.ListAsync(words, area, page, size, stop);
        return Tagged(http, new Listed<object>(found.Total, found.Number, found.Size, [.. found.Items.Select(o => new
        {
            o.Reference, o.Uscc, o.Name, o.EnglishName, Kind = o.Kind.ToString(), Area = o.AreaCode, Instruments = o.Count, Url = Url(http, $"/organisations/{o.Reference}"),
        })]));
    }

    private static async Task<IResult> OrganisationAsync(string organisation, HttpContext http, OrganisationReading organisations, CancellationToken stop) =>
        await organisations.FindAsync(organisation, stop) is { } o
            ? o.Reference != organisation ? Results.Redirect($"{http.Request.PathBase}/api/v1/organisations/{o.Reference}", permanent: true) : Tagged(http, new
            {
                o.Reference,
                o.Uscc,
                o.Name,
                o.EnglishName,
                Kind = o.Kind.ToString(),
                Area = o.AreaCode,
                o.Address,
                o.Postcode,
                o.OfficePhone,
                o.Website,
                o.About,
                HostPlatforms = o.HostPlatforms.Select(p => new { p.Name, Kind = p.KindCode, Level = p.LevelCode }),
                Url = Url(http, $"/organisations/{o.Reference}"),
            })
            : Problems.NotFound(organisation);

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
