using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Yixiang.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ProblemReports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_mails_accounts_account_id",
                table: "mails");

            migrationBuilder.AlterColumn<long>(
                name: "account_id",
                table: "mails",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.CreateTable(
                name: "problem_reports",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    reference = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    instrument_id = table.Column<long>(type: "bigint", nullable: true),
                    organisation_id = table.Column<long>(type: "bigint", nullable: false),
                    area_code = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false),
                    kind_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    receipt_digest = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false),
                    secret = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    notice_version = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    rules_version = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    forwarded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    reminded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    escalated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answer = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    answered_as = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    contact_erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_problem_reports", x => x.id);
                    table.ForeignKey(
                        name: "fk_problem_reports_instruments_instrument_id",
                        column: x => x.instrument_id,
                        principalTable: "instruments",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_problem_reports_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_problem_reports_area_code_state",
                table: "problem_reports",
                columns: new[] { "area_code", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_problem_reports_instrument_id",
                table: "problem_reports",
                column: "instrument_id");

            migrationBuilder.CreateIndex(
                name: "ix_problem_reports_organisation_id_state",
                table: "problem_reports",
                columns: new[] { "organisation_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_problem_reports_receipt_digest",
                table: "problem_reports",
                column: "receipt_digest",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_problem_reports_reference",
                table: "problem_reports",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_problem_reports_settled_at",
                table: "problem_reports",
                column: "settled_at",
                filter: "secret IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_problem_reports_state_due_on",
                table: "problem_reports",
                columns: new[] { "state", "due_on" });

            migrationBuilder.AddForeignKey(
                name: "fk_mails_accounts_account_id",
                table: "mails",
                column: "account_id",
                principalTable: "accounts",
                principalColumn: "id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_mails_accounts_account_id",
                table: "mails");

            migrationBuilder.DropTable(
                name: "problem_reports");

            migrationBuilder.AlterColumn<long>(
                name: "account_id",
                table: "mails",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);

            migrationBuilder.AddForeignKey(
                name: "fk_mails_accounts_account_id",
                table: "mails",
                column: "account_id",
                principalTable: "accounts",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
