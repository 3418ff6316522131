using Microsoft.EntityFrameworkCore;

namespace Yixiang.Kernel;

/// <summary>One page of a list that stays on the server.</summary>
/// <param name="Number">1 for the first page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total, int Number, int Size)
{
    public int Count => Math.Max(1, (Total + Size - 1) / Size);
}

public static class Paging
{
    public const int DefaultSize = 20;
    public const int MostSize = 100;

    /// <summary>Reads one page for people; two queries, whatever the number of rows. Whoever asks for one beyond the last, because the list has become shorter meanwhile, gets the last.</summary>
    public static Task<Page<T>> PageAsync<T>(this IQueryable<T> rows, int number, int size, CancellationToken stop = default) => rows.PageAsync(number, size, false, stop);

    /// <summary>Reads one page over the API: beyond the last one there is nothing, so that a script that reads on until nothing comes comes to an end.</summary>
    public static Task<Page<T>> ExactPageAsync<T>(this IQueryable<T> rows, int number, int size, CancellationToken stop = default) => rows.PageAsync(number, size, true, stop);

    private static async Task<Page<T>> PageAsync<T>(this IQueryable<T> rows, int number, int size, bool exact, CancellationToken stop)
    {
        (number, size) = (Math.Clamp(number, 1, 1_000_000), Math.Clamp(size, 1, MostSize));
        var total = await rows.CountAsync(stop);
        number = exact ? number : Math.Min(number, Math.Max(1, (total + size - 1) / size));
        var items = await rows.Skip((number - 1) * size).Take(size).ToListAsync(stop);
        return new(items, total, number, size);
    }
}
