using System.Data.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Yixiang.Tests;

/// <summary>Writes down the commands that answering requests sends to the database; what jobs do behind the pages does not count.</summary>
public sealed class Queries : DbCommandInterceptor
{
    private static readonly HttpContextAccessor Request = new();
    private readonly List<string> commands = [];

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (commands)
            {
                return [.. commands];
            }
        }
    }

    public void Forget()
    {
        lock (commands)
        {
            commands.Clear();
        }
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Note(command);
        return result;
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Note(command);
        return ValueTask.FromResult(result);
    }

    private void Note(DbCommand command)
    {
        if (Request.HttpContext is not null)
        {
            lock (commands)
            {
                commands.Add(command.CommandText);
            }
        }
    }
}
