using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;
using Yixiang.Ledger;
using static Yixiang.Kernel.Texts;

namespace Yixiang.Voices;

/// <summary>How long an organisation takes to answer, as its pages say it.</summary>
/// <param name="MedianWorkingDays">From the day on which a report was put to the unit to that of its first answer; null while there are too few answers to tell.</param>
/// <param name="Answers">From so many of its last answers.</param>
/// <param name="From">Day of the oldest answer.</param>
/// <param name="To">Day of the newest.</param>
/// <param name="LeastAnswers">It is told from so many answers on.</param>
public sealed record ResponseTimeView(string Organisation, decimal? MedianWorkingDays, int? Answers, DateOnly? From, DateOnly? To, int LeastAnswers);

internal static class AnsweringApi
{
    public static void MapAnsweringApi(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/v1/organisations/{organisation}/response-time", ShowAsync).Public().WithTags("Ledger").WithName("ledger.response-time").WithSummary(In(English, "api.ledger.response-time"))
            .Produces<ResponseTimeView>().ProducesProblem(404);

    private static async Task<IResult> ShowAsync(string organisation, OrganisationReading organisations, Answering answering, CityPack pack, CancellationToken stop)
    {
        if (await organisations.FindAsync(organisation, stop) is not { } found)
        {
            return Problems.NotFound(organisation);
        }

        var time = await answering.OfAsync(found.Id, stop);
        return Results.Ok(new ResponseTimeView(found.Reference, time?.Days, time?.Answers, time?.From, time?.To, pack.Settings.Figures.LeastAnswers));
    }
}
