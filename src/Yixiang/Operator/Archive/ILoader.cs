using Microsoft.EntityFrameworkCore;
using Yixiang.Kernel;

namespace Yixiang.Operator.Archive;

/// <summary>Fills an empty database with the rows of another, all in one transaction.</summary>
internal interface ILoader : IAsyncDisposable
{
    /// <param name="last">The last number the table gave; the next row gets a higher one.</param>
    Task LoadAsync(TableShape table, IAsyncEnumerable<object?[]> rows, long? last, CancellationToken stop);

    /// <summary>Checks every reference between rows and commits.</summary>
    Task CompleteAsync(CancellationToken stop);

    static async Task<ILoader> OpenAsync(Db db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        return db.OnPostgres ? await PostgresLoadSql.BeginAsync(db, stop) : await SqliteLoadSql.BeginAsync(db, stop);
    }
}
