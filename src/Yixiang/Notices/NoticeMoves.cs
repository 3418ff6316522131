using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Notices;

/// <summary>The one gate through which editions are moved, from pages, API and clock.</summary>
public sealed class NoticeMoves(Db db, TimeProvider clock)
{
    private static readonly Edition.EditionLifecycle Life = Edition.Lifecycle;

    /// <param name="edition">With its notice and all its editions.</param>
    /// <exception cref="RefusedException">The move is not open to this actor now.</exception>
    public async Task MakeAsync(Lifecycle<Edition, EditionState>.Move move, Edition edition, object input, Actor actor, CancellationToken stop)
    {
        var act = new Act(actor, clock.GetUtcNow());
        if (move == Life.Publish || move == Life.Appear)
        {
            await PublishAsync((Lifecycle<Edition, EditionState>.Move<Nothing>)move, edition, act, stop);
        }
        else if (move == Life.Schedule)
        {
            db.Record(Life.Schedule.Fire(act, edition, (Appointment)input));
            db.Deliveries.Add(new()
            {
                Carrier = AppearanceCarrier.CarrierName,
                Key = $"{edition.Reference} {edition.Version:N}",
                Payload = JsonSerializer.Serialize(edition.Reference),
                CreatedAt = act.At,
                DueAt = edition.ScheduledFor!.Value,
            });
            await db.SaveAsync(edition.Reference, stop);
        }
        else if (move == Life.Replace)
        {
            throw new RefusedException(new(RefusalKind.NotAllowed, "notice-replace-alone", edition.Reference));
        }
        else
        {
            await db.MoveAsync(move, edition, input, actor, act.At, stop);
        }
    }

    /// <summary>The new edition comes and the old one makes room, in one save.</summary>
    private async Task PublishAsync(Lifecycle<Edition, EditionState>.Move<Nothing> move, Edition edition, Act act, CancellationToken stop)
    {
        var older = edition.Notice.Editions.Find(e => e.State == EditionState.Published);
        db.Record(move.Fire(act, edition, new()));
        if (older is not null)
        {
            db.Record(Life.Replace.Fire(act, older, new()));
        }

        await db.SaveAsync(edition.Reference, stop);
    }
}

/// <summary>Lets a scheduled edition appear when its moment has come. One that was taken back or moved meanwhile is left alone.</summary>
internal sealed class AppearanceCarrier(Db db, NoticeMoves moves, TimeProvider clock) : ICarrier
{
    public const string CarrierName = "notices";

    public string Name => CarrierName;

    public async Task CarryAsync(Delivery delivery, CancellationToken stop)
    {
        var reference = JsonSerializer.Deserialize<string>(delivery.Payload)!;
        var edition = await db.Editions.Include(e => e.Notice).ThenInclude(n => n.Editions).SingleOrDefaultAsync(e => e.Reference == reference, stop);
        if (edition is { State: EditionState.Scheduled } && edition.ScheduledFor <= clock.GetUtcNow())
        {
            await moves.MakeAsync(Edition.Lifecycle.Appear, edition, new Nothing(), Actor.Product, stop);
        }
    }
}
