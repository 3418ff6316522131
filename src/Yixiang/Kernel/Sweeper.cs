using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>What a folder does every hour about terms that are over. Must bear being called on several nodes.</summary>
public interface ISweep
{
    Task SweepAsync(CancellationToken stop);
}

/// <summary>Removes what is kept for a term only: uploads that a dying process left behind, and answers that are repeated no more; and lets every folder see to its own terms.</summary>
public sealed class Sweeper(IServiceScopeFactory scopes, FileStore files, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromHours(1);

    /// <summary>No upload takes longer.</summary>
    private static readonly TimeSpan LongestUpload = TimeSpan.FromDays(1);

    /// <summary>One round.</summary>
    public async Task SweepAsync(CancellationToken stop)
    {
        // The file system goes by the clock of the machine.
        files.Sweep(TimeProvider.System.GetUtcNow() - LongestUpload);
        await using var scope = scopes.CreateAsyncScope();
        var over = clock.GetUtcNow() - Idempotency.Term;
        await scope.ServiceProvider.GetRequiredService<Db>().Set<AnsweredRequest>().Where(a => a.At <= over).ExecuteDeleteAsync(stop);
        foreach (var sweep in scope.ServiceProvider.GetServices<ISweep>())
        {
            await sweep.SweepAsync(stop);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Round, TimeProvider.System);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "What is over could not be swept; it is tried again in an hour.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
