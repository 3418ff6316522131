using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Filings;

/// <summary>A spreadsheet handed in over the API: the body itself, or the file of a multipart form.</summary>
internal static class ImportUpload
{
    public static readonly string[] Parameters = ["name", "ground", "organisation"];

    private sealed record Handed(string Name, string? Ground, string? Organisation, Stream Content);

    public static async Task<IResult> BeginAsync(HttpContext http, Db db, ImportDesk desk, Actor actor, TimeProvider clock, CancellationToken stop)
    {
        if (ImportsApi.Unknown(http.Request, new(http.Request.Query), Parameters) is { } unknown)
        {
            return unknown;
        }

        http.Request.CountBytes();

        var handed = await ReadAsync(http.Request, desk, stop);
        if (Wrong(handed, actor) is { Count: > 0 } errors)
        {
            return Problems.Invalid(errors);
        }

        var bureau = actor.Role == Role.BureauOfficer;
        var owner = bureau ? await desk.OwnerAsync(handed.Organisation, stop) : null;
        using var coming = await desk.TakeInAsync(handed.Content, stop);
        return await db.CreateOnceAsync(http, actor, "POST imports", $"{handed.Name}\n{handed.Ground}\n{handed.Organisation}\n{coming.Digest}", clock.GetUtcNow(), async () =>
        {
            var import = await desk.BeginAsync(coming, handed.Name, bureau ? null : actor.OrganisationId, bureau ? new(handed.Ground ?? "") : null, owner, actor, stop);
            return new(import.Reference, $"{ImportViews.Root}/{import.Reference}", import.Version, ImportViews.Of(import, actor));
        });
    }

    private static async Task<Handed> ReadAsync(HttpRequest request, ImportDesk desk, CancellationToken stop)
    {
        if (request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) != true)
        {
            var query = new QueryReader(request.Query);
            return new(query.Text("name") ?? "", query.Text("ground"), query.Text("organisation"), request.Body);
        }

        var upload = await UploadedSheet.ReadAsync(request, desk.Limits.MaxBytes, stop);
        return upload.FileName == "" ? throw new RefusedException(new(RefusalKind.WrongInput, "import-no-file")) : new(upload.FileName, upload.Fields.GetValueOrDefault("ground"), upload.Fields.GetValueOrDefault("organisation"), upload.Content);
    }

    private static Dictionary<string, string[]> Wrong(Handed handed, Actor actor)
    {
        var errors = new Dictionary<string, string[]>();
        if (handed.Name is not { Length: > 0 and <= 255 })
        {
            errors["name"] = [handed.Name.Length > 255 ? T("problem.too-long", 255, handed.Name.Length) : T("problem.required")];
        }

        if (handed.Ground?.Length > 200)
        {
            errors["ground"] = [T("problem.too-long", 200, handed.Ground.Length)];
        }

        if (actor.Role != Role.BureauOfficer && handed.Organisation is not null)
        {
            errors["organisation"] = [T("problem.import-own-organisation")];
        }

        return errors;
    }
}
