using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Yixiang.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ListBatches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "filled_at",
                table: "batches",
                type: "INTEGER",
                nullable: true);

            // With its reference at once: adding that later would build the table anew, which triggers of other tables that name it do not survive.
            migrationBuilder.Sql("ALTER TABLE batches ADD COLUMN import_id INTEGER NULL CONSTRAINT fk_batches_imports_import_id REFERENCES imports (id)");

            migrationBuilder.CreateIndex(
                name: "ix_batches_import_id",
                table: "batches",
                column: "import_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_batches_imports_import_id",
                table: "batches");

            migrationBuilder.DropIndex(
                name: "ix_batches_import_id",
                table: "batches");

            migrationBuilder.DropColumn(
                name: "filled_at",
                table: "batches");

            migrationBuilder.DropColumn(
                name: "import_id",
                table: "batches");
        }
    }
}
