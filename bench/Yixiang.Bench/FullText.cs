using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Yixiang.Ledger;
using Yixiang.Ledger.Search;

namespace Yixiang.Bench;

/// <summary>The same questions put to a database's own full-text search: pairs of characters as its words, every facet counted by it, the first page read.</summary>
internal sealed class FullText(DbConnection connection, bool postgres, Func<Task> end) : IAsyncDisposable
{
    private static readonly Facet[] Columns = [Facet.Area, Facet.Class, Facet.Organisation, Facet.Kind, Facet.FeeBasis, Facet.Mode, Facet.Funds, Facet.Price, Facet.Value];

    /// <summary>What needs no index at all: every text is looked through, every facet counted.</summary>
    public static int Look(List<LedgerEntry> all, LedgerQuestion question)
    {
        var terms = SearchText.Terms(question.Words);
        var found = all.Where(e => question.Filters.All(f => f.Value.Any(value => e.Values.Contains((f.Key, value)))) && terms.All(t => SearchText.Of(e).Contains(t, StringComparison.Ordinal))).ToList();
        foreach (var facet in Columns)
        {
            _ = found.SelectMany(e => e.Values).Where(v => v.Facet == facet).CountBy(v => v.Value).Count();
        }

        return found.Count;
    }

    public static async Task<FullText> OnSqliteAsync(List<LedgerEntry> all)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await RunAsync(connection, $"CREATE TABLE entries (id INTEGER PRIMARY KEY, name TEXT, {string.Join(", ", Columns.Select(c => $"{c} TEXT"))})");
        await RunAsync(connection, "CREATE VIRTUAL TABLE words USING fts5(text, content='')");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await FillAsync(connection, all, "INSERT INTO entries VALUES (@id, @name, {0}); INSERT INTO words (rowid, text) VALUES (@id, @text)");
            await transaction.CommitAsync();
        }

        foreach (var column in Columns)
        {
            await RunAsync(connection, $"CREATE INDEX entries_{column} ON entries ({column})");
        }

        return new(connection, false, () => Task.CompletedTask);
    }

    public static async Task<FullText> OnPostgresAsync(List<LedgerEntry> all, string server)
    {
        var name = $"bench_{Guid.NewGuid():N}";
        var admin = new NpgsqlConnection($"{server};Database=postgres;Pooling=false");
        await admin.OpenAsync();
        await RunAsync(admin, $"CREATE DATABASE {name}");
        var connection = new NpgsqlConnection($"{server};Database={name};Pooling=false");
        await connection.OpenAsync();
        await RunAsync(connection, $"CREATE TABLE entries (id int PRIMARY KEY, name text, {string.Join(", ", Columns.Select(c => $"{c} text"))}, words tsvector)");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await FillAsync(connection, all, "INSERT INTO entries VALUES (@id, @name, {0}, to_tsvector('simple', @text))");
            await transaction.CommitAsync();
        }

        await RunAsync(connection, "CREATE INDEX ON entries USING gin (words)");
        await RunAsync(connection, "ANALYZE entries");
        return new(connection, true, async () =>
        {
            await connection.DisposeAsync();
            await RunAsync(admin, $"DROP DATABASE {name} WITH (FORCE)");
            await admin.DisposeAsync();
        });
    }

    public async Task<int> AskAsync(LedgerQuestion question)
    {
        var pairs = SearchText.Terms(question.Words).SelectMany(Pairs).Distinct().ToList();
        var match = postgres ? "e.words @@ to_tsquery('simple', @words)" : "e.id IN (SELECT rowid FROM words WHERE words MATCH @words)";
        var filter = string.Concat(question.Filters.Select(f => $" AND e.{f.Key} IN ('{string.Join("', '", f.Value)}')"));
        var counts = string.Join(" UNION ALL ", Columns.Select(c => $"SELECT '{c}', {c}, count(*) FROM found GROUP BY {c}"));
        await using var command = connection.CreateCommand();
        command.CommandText = $"WITH found AS {(postgres ? "MATERIALIZED " : "")}(SELECT * FROM entries e WHERE {match}{filter}) SELECT * FROM (SELECT 'page', name, 0 FROM found ORDER BY id LIMIT {question.Size}) p UNION ALL {counts}";
        var words = command.CreateParameter();
        words.ParameterName = "words";
        words.Value = postgres ? string.Join(" & ", pairs.Select(p => $"'{p}'")) : string.Join(' ', pairs.Select(p => $"\"{p}\""));
        command.Parameters.Add(words);
        var rows = 0;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows++;
        }

        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await end();
        await connection.DisposeAsync();
    }

    private static async Task FillAsync(DbConnection connection, List<LedgerEntry> all, string insert)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = string.Format(CultureInfo.InvariantCulture, insert, string.Join(", ", Columns.Select(c => $"@{c}")));
        var parameters = Columns.Select(c => $"{c}").Concat(["id", "name", "text"]).ToDictionary(n => n, n =>
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = n;
            command.Parameters.Add(parameter);
            return parameter;
        });
        for (var i = 0; i < all.Count; i++)
        {
            (parameters["id"].Value, parameters["name"].Value) = (i, all[i].Listing.Name);
            parameters["text"].Value = string.Join(' ', SearchText.Of(all[i]).Split(SearchText.Gap).SelectMany(Pairs));
            foreach (var column in Columns)
            {
                parameters[$"{column}"].Value = all[i].Values.Where(v => v.Facet == column).Select(v => (object)v.Value).LastOrDefault(DBNull.Value);
            }

            await command.ExecuteNonQueryAsync();
        }
    }

    private static IEnumerable<string> Pairs(string word) => Han.Is(word.FirstOrDefault()) && word.Length > 1 ? Enumerable.Range(0, word.Length - 1).Select(i => word.Substring(i, 2)) : [word];

    private static async Task RunAsync(DbConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }
}
