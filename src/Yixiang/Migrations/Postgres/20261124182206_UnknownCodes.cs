using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Yixiang.Migrations.Postgres
{
    /// <summary>Codes that were invented for organisations without one go; a step of its own, because SQLite lays a table with a looser column down anew at the end of a step.</summary>
    public partial class UnknownCodes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("UPDATE organisations SET uscc = NULL WHERE uscc LIKE 'UNKNOWN-%'");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("UPDATE organisations SET uscc = 'UNKNOWN-' || lpad(id::text, 10, '0') WHERE uscc IS NULL");
    }
}
