using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Yixiang.Kernel;

/// <summary>Marks a table whose rows may change without a journal entry, and says why that is right.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UnjournalledAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}

/// <summary>The one context: every folder adds its own tables; a change without its journal entry cannot be saved.</summary>
public abstract class Db(DbContextOptions options, IEnumerable<IListener> listeners) : DbContext(options), IDataProtectionKeyContext
{
    private static readonly HashSet<Type> Kernels = [typeof(JournalEntry), typeof(JournalSeal), typeof(Delivery)];

    public DbSet<JournalEntry> Journal => Set<JournalEntry>();
    public DbSet<JournalSeal> Seals => Set<JournalSeal>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    /// <summary>Keys of cookies, forms and links: in the database, so that every node and every restart knows them.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    public bool OnPostgres => Database.IsNpgsql();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(Db).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<Yuan>().HaveConversion<FenConverter>();
        _ = Database.IsSqlite()
            ? configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MillisecondsConverter>()
            : configurationBuilder.Properties<DateTimeOffset>().HaveConversion<WholeMillisecondsConverter>();
    }

    /// <summary>Writes down something that happened; saved by the next <see cref="SaveChangesAsync(CancellationToken)"/>.</summary>
    public void Record(JournalEntry entry)
    {
        Journal.Add(entry);
        Deliveries.AddRange(listeners.SelectMany(l => l.Owed(entry)));
    }

    /// <summary>For acts that are whole by themselves and part of others: takes part in the transaction that is open, or begins one.</summary>
    public async Task<JoinedTransaction> JoinTransactionAsync(CancellationToken stop) => new(Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(stop) : null);

    /// <summary>Makes one declared move and saves it with its journal entry and what it owes: one use case, one transaction.</summary>
    /// <exception cref="RefusedException">The move is not open, or somebody else changed the entity meanwhile.</exception>
    public async Task MoveAsync<TEntity, TState>(
        Lifecycle<TEntity, TState>.Move move, TEntity entity, object input, Actor actor, DateTimeOffset at, CancellationToken stop = default)
        where TEntity : class, IStateful<TState> where TState : struct, Enum
    {
        Record(move.FireParsed(new(actor, at), entity, input));
        await SaveAsync(entity.Reference, stop);
    }

    /// <summary>Saves; a change made by somebody else in between is a refusal, not an error.</summary>
    public async Task SaveAsync(string reference, CancellationToken stop = default)
    {
        try
        {
            await SaveChangesAsync(stop);
        }
        // The same act at the same moment owes the same delivery: the first of two has been there.
        catch (DbUpdateException error) when (error is DbUpdateConcurrencyException || error.Entries.Any(e => e.Entity is Delivery))
        {
            throw new RefusedException(new(RefusalKind.Conflict, "changed-meanwhile", reference));
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        DemandJournal();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        DemandJournal();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    private void DemandJournal()
    {
        var changed = ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)
            .Select(e => e.Entity.GetType()).ToHashSet();
        var silent = changed.Where(t => !Kernels.Contains(t) && !t.IsDefined(typeof(UnjournalledAttribute), false) && t.Namespace!.StartsWith("Yixiang", StringComparison.Ordinal)).ToList();
        if (silent.Count > 0 && !changed.Contains(typeof(JournalEntry)))
        {
            throw new InvalidOperationException($"{string.Join(", ", silent.Select(t => t.Name))} would change without a journal entry.");
        }
    }

    private sealed class FenConverter() : ValueConverter<Yuan, long>(y => y.Fen, fen => new(fen));

    /// <summary>SQLite cannot sort or filter moments with an offset; whole milliseconds it can.</summary>
    private sealed class MillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
        m => m.ToUnixTimeMilliseconds(), ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));

    /// <summary>PostgreSQL keeps the same, so that digests of rows do not depend on the database.</summary>
    private sealed class WholeMillisecondsConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(m => m.ToWholeMilliseconds(), m => m);
}

/// <summary>The product on its embedded database.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options, IEnumerable<IListener> listeners) : Db(options, listeners);

/// <summary>The product on PostgreSQL.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options, IEnumerable<IListener> listeners) : Db(options, listeners);
