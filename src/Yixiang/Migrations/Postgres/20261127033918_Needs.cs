using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Yixiang.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Needs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "needs",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    reference = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    what = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    sample = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    amount = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    wanted_by = table.Column<DateOnly>(type: "date", nullable: true),
                    budget = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    asker_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    receipt_digest = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false),
                    secret = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    notice_version = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    rules_version = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    answer = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    contact_erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_needs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "need_matches",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    need_id = table.Column<long>(type: "bigint", nullable: false),
                    instrument_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_need_matches", x => x.id);
                    table.ForeignKey(
                        name: "fk_need_matches_instruments_instrument_id",
                        column: x => x.instrument_id,
                        principalTable: "instruments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_need_matches_need_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "need_units",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    need_id = table.Column<long>(type: "bigint", nullable: false),
                    organisation_id = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_need_units", x => x.id);
                    table.ForeignKey(
                        name: "fk_need_units_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_need_units_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_need_matches_instrument_id",
                table: "need_matches",
                column: "instrument_id");

            migrationBuilder.CreateIndex(
                name: "ix_need_matches_need_id_instrument_id",
                table: "need_matches",
                columns: new[] { "need_id", "instrument_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_need_units_need_id",
                table: "need_units",
                column: "need_id");

            migrationBuilder.CreateIndex(
                name: "ix_need_units_organisation_id_need_id",
                table: "need_units",
                columns: new[] { "organisation_id", "need_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_needs_receipt_digest",
                table: "needs",
                column: "receipt_digest",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_needs_reference",
                table: "needs",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_needs_settled_at",
                table: "needs",
                column: "settled_at",
                filter: "secret IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_needs_state_due_on",
                table: "needs",
                columns: new[] { "state", "due_on" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "need_matches");

            migrationBuilder.DropTable(
                name: "need_units");

            migrationBuilder.DropTable(
                name: "needs");
        }
    }
}
