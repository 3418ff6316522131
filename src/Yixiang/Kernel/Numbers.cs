using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Yixiang.Kernel;

/// <summary>A running series of numbers, such as the filings of 2026. Numbers are taken ahead of the work, so gaps occur; none is given twice.</summary>
[Unjournalled("a counter says nothing about anybody")]
public sealed class NumberSeries
{
    public required string Name { get; init; }

    /// <summary>The last number that was given.</summary>
    public required long Last { get; set; }
}

public static class Numbers
{
    /// <summary>Takes the next number of a series at once, outside the caller's transaction, so that writers do not queue behind each other.</summary>
    /// <param name="count">How many to reserve; the first of them is returned.</param>
    public static async Task<long> TakeAsync(this Db db, string series, int count = 1, CancellationToken stop = default)
    {
        var last = await db.Database.SqlQuery<long>(
            $"INSERT INTO number_series (name, last) VALUES ({series}, {count}) ON CONFLICT (name) DO UPDATE SET last = number_series.last + {count} RETURNING last AS \"Value\"").ToListAsync(stop);
        return last[0] - count + 1;
    }

    /// <summary>The reference of the next filing, import … of a year: <c>F2026-000123</c>.</summary>
    public static async Task<string> NextReferenceAsync(this Db db, string prefix, DateTimeOffset at, CancellationToken stop = default)
    {
        var year = CityTime.DateOf(at).Year;
        return Reference(prefix, year, await db.TakeAsync($"{prefix}{year}", 1, stop));
    }

    public static string Reference(string prefix, int year, long number) => $"{prefix}{year}-{number:000000}";
}

internal sealed class NumberSeriesTable : IEntityTypeConfiguration<NumberSeries>
{
    public void Configure(EntityTypeBuilder<NumberSeries> table)
    {
        table.ToTable("number_series");
        table.HasKey(n => n.Name);
        table.Property(n => n.Name).HasMaxLength(40);
    }
}
