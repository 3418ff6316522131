using System.Text.Json;
using Yixiang.Filings;
using Yixiang.Kernel;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Ledger.Desk;

/// <summary>A list of the bureau made a batch over the API: the body of the request is the decision document.</summary>
internal static class BatchOfListApi
{
    private static readonly string[] Parameters = ["title", "decidedOn", "decisionNumber", "withoutLeftOut", "name"];

    public static void MapBatchOfListApi(this IEndpointRouteBuilder app) => app.MapPost("/api/v1/imports/{reference}/batch", BeginAsync)
        .WithTags("Batches").For(Role.BureauOfficer).WithName("batches.of-list").WithSummary(In(English, "api.batches.of-list")).WithDescription(In(English, "api.batches.of-list.text"))
        .WithQuery(Parameters).WithHeader("If-Match").CreatesOnce().Accepts<Stream>("application/octet-stream", "*/*").Produces<BatchView>(201)
        .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428);

    /// <summary>The list changed since the caller read it; found only after it is known that this is no repetition.</summary>
    private sealed class StaleException : Exception;

    private static async Task<IResult> BeginAsync(
        string reference, HttpContext http, Db db, Actor actor, BatchOfList lists, TimeProvider clock, CancellationToken stop)
    {
        if (await lists.FindAsync(reference, actor, stop) is not { } list)
        {
            return Problems.NotFound(reference);
        }

        if (http.Request.IfMatch(out var missing) is not { } seen)
        {
            return missing!;
        }

        var said = http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString());
        said.TryAdd("decisionNumber", list.Ground!);
        if (Read(said, out var errors) is not { } input)
        {
            return Problems.Invalid(errors);
        }

        http.Request.CountBytes();

        IResult? answer = null;
        try
        {
            await lists.TakeDecisionAsync(said["name"], http.Request.Body, actor, async file => answer = await db.CreateOnceAsync(
                http, actor, $"POST imports/{reference}/batch", $"{http.Request.QueryString}\n{file.Digest}", clock.GetUtcNow(), async () =>
                {
                    if (list.Version != seen)
                    {
                        throw new StaleException();
                    }

                    var begun = await lists.BeginAsync(list, input, said.GetValueOrDefault("withoutLeftOut") == "true", file, actor, stop);
                    return await BatchesApi.CreationAsync(db, begun.Number, actor, stop);
                }), stop);
        }
        catch (StaleException)
        {
            return Preconditions.Stale();
        }

        return answer!;
    }

    private static BatchInput? Read(Dictionary<string, string> said, out Dictionary<string, string[]> errors)
    {
        var input = MoveInput.Read(typeof(BatchInput), JsonSerializer.SerializeToElement(said.Where(s => s.Value != "" && s.Key is "title" or "decidedOn" or "decisionNumber").ToDictionary()), out errors) as BatchInput;
        foreach (var unknown in said.Keys.Except(Parameters))
        {
            errors[unknown] = [T("problem.parameter-unknown", unknown, string.Join(", ", Parameters))];
        }

        if (said.GetValueOrDefault("name", "") is not { Length: > 0 and <= 255 })
        {
            errors["name"] = [T("problem.required")];
        }

        if (said.GetValueOrDefault("withoutLeftOut", "false") is not ("true" or "false"))
        {
            errors["withoutLeftOut"] = [T("problem.value-not-understood")];
        }

        return errors.Count == 0 ? input : null;
    }
}
