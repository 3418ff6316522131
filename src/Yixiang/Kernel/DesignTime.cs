using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Yixiang.Kernel;

/// <summary>For <c>bin/db</c>, which writes migrations for the embedded database.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteDb>().UseSqlite("Data Source=:memory:").UseSnakeCaseNamingConvention().Options, []);
}

/// <summary>For <c>bin/db</c>, which writes migrations for PostgreSQL.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=localhost").UseSnakeCaseNamingConvention().Options, []);
}
