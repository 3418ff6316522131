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

    /// <summary>For people: a number beyond the end, as an old link may have it, leads to the last page instead of to a list that seems empty. Programs get what they ask for.</summary>
    public static async Task<Page<T>> OrLastAsync<T>(int number, Func<int, Task<Page<T>>> read)
    {
        var page = await read(number);
        return page.Items.Count == 0 && page.Total > 0 ? await read(page.Count) : page;
    }

    /// <summary>Reads one page; two queries, whatever the number of rows.</summary>
    public static async Task<Page<T>> PageAsync<T>(this IQueryable<T> rows, int number, int size, CancellationToken stop = default)
    {
        (number, size) = (Math.Clamp(number, 1, 1_000_000), Math.Clamp(size, 1, MostSize));
        var total = await rows.CountAsync(stop);
        var items = await rows.Skip((number - 1) * size).Take(size).ToListAsync(stop);
        return new(items, total, number, size);
    }
}
