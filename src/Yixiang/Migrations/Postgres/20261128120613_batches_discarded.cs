using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Yixiang.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class batches_discarded : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_batches_import_id",
                table: "batches");

            migrationBuilder.DropIndex(
                name: "ix_batches_number",
                table: "batches");

            migrationBuilder.CreateIndex(
                name: "ix_batches_import_id",
                table: "batches",
                column: "import_id",
                unique: true,
                filter: "state <> 'Discarded'");

            migrationBuilder.CreateIndex(
                name: "ix_batches_number",
                table: "batches",
                column: "number",
                unique: true,
                filter: "state <> 'Discarded'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_batches_import_id",
                table: "batches");

            migrationBuilder.DropIndex(
                name: "ix_batches_number",
                table: "batches");

            migrationBuilder.CreateIndex(
                name: "ix_batches_import_id",
                table: "batches",
                column: "import_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_batches_number",
                table: "batches",
                column: "number",
                unique: true);
        }
    }
}
