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

            migrationBuilder.AddColumn<long>(
                name: "import_id",
                table: "batches",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_batches_import_id",
                table: "batches",
                column: "import_id",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_batches_imports_import_id",
                table: "batches",
                column: "import_id",
                principalTable: "imports",
                principalColumn: "id");
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
