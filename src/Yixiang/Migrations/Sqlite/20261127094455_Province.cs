using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Yixiang.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Province : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "province_packages",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    reference = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                    instruments = table.Column<int>(type: "INTEGER", nullable: false),
                    rules_version = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_province_packages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "province_receipts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    reference = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    digest = table.Column<string>(type: "TEXT", fixedLength: true, maxLength: 64, nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    rows = table.Column<int>(type: "INTEGER", nullable: false),
                    taken_at = table.Column<long>(type: "INTEGER", nullable: true),
                    taken = table.Column<int>(type: "INTEGER", nullable: false),
                    wrong = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_province_receipts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "recommendations",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    reference = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    instrument_id = table.Column<long>(type: "INTEGER", nullable: false),
                    organisation_id = table.Column<long>(type: "INTEGER", nullable: false),
                    area_code = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    proposed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    rules_version = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true),
                    package_id = table.Column<long>(type: "INTEGER", nullable: true),
                    version_id = table.Column<long>(type: "INTEGER", nullable: true),
                    number_there = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    address_there = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    listed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    listed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    why = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recommendations", x => x.id);
                    table.ForeignKey(
                        name: "fk_recommendations_instrument_versions_version_id",
                        column: x => x.version_id,
                        principalTable: "instrument_versions",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_recommendations_instruments_instrument_id",
                        column: x => x.instrument_id,
                        principalTable: "instruments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_recommendations_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_recommendations_province_packages_package_id",
                        column: x => x.package_id,
                        principalTable: "province_packages",
                        principalColumn: "id");
                });

            migrationBuilder.CreateIndex(
                name: "ix_province_packages_reference",
                table: "province_packages",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_province_receipts_reference",
                table: "province_receipts",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_area_code_state",
                table: "recommendations",
                columns: new[] { "area_code", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_instrument_id",
                table: "recommendations",
                column: "instrument_id");

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_one_number",
                table: "recommendations",
                column: "number_there",
                unique: true,
                filter: "state = 'Listed'");

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_one_open",
                table: "recommendations",
                column: "instrument_id",
                unique: true,
                filter: "state IN ('Proposed', 'Sent', 'Listed')");

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_organisation_id_state",
                table: "recommendations",
                columns: new[] { "organisation_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_package_id",
                table: "recommendations",
                column: "package_id");

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_proposed_at",
                table: "recommendations",
                column: "proposed_at");

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_reference",
                table: "recommendations",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_state_proposed_at",
                table: "recommendations",
                columns: new[] { "state", "proposed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_recommendations_version_id",
                table: "recommendations",
                column: "version_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "province_receipts");

            migrationBuilder.DropTable(
                name: "recommendations");

            migrationBuilder.DropTable(
                name: "province_packages");
        }
    }
}
