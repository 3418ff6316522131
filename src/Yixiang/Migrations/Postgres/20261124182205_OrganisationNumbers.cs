using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Yixiang.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OrganisationNumbers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "reference",
                table: "organisations",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            // Organisations that are there already take their numbers from their keys; new ones go on behind them.
            migrationBuilder.Sql("UPDATE organisations SET reference = 'O-' || CASE WHEN id < 1000000 THEN lpad(id::text, 6, '0') ELSE id::text END");
            migrationBuilder.Sql("INSERT INTO number_series (name, last) SELECT 'organisation', MAX(id) FROM organisations HAVING MAX(id) IS NOT NULL");

            migrationBuilder.DropIndex(
                name: "ix_organisations_uscc",
                table: "organisations");

            migrationBuilder.AlterColumn<string>(
                name: "uscc",
                table: "organisations",
                type: "character varying(18)",
                maxLength: 18,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(18)",
                oldMaxLength: 18);

            migrationBuilder.AddColumn<long>(
                name: "fingerprint",
                table: "instrument_versions",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "fingerprint",
                table: "filings",
                type: "bigint",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "key",
                table: "answered_requests",
                type: "character varying(260)",
                maxLength: 260,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(240)",
                oldMaxLength: 240);

            migrationBuilder.AddColumn<string>(
                name: "answer",
                table: "answered_requests",
                type: "text",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisations_reference",
                table: "organisations",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisations_uscc",
                table: "organisations",
                column: "uscc",
                unique: true,
                filter: "uscc IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_instrument_versions_fingerprint",
                table: "instrument_versions",
                column: "fingerprint",
                filter: "until IS NULL AND fingerprint IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_filings_fingerprint",
                table: "filings",
                column: "fingerprint",
                filter: "state NOT IN ('Accepted', 'Discarded') AND fingerprint IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_answered_requests_at",
                table: "answered_requests",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_answered_requests_reference",
                table: "answered_requests",
                column: "reference");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_organisations_reference",
                table: "organisations");

            migrationBuilder.DropIndex(
                name: "ix_organisations_uscc",
                table: "organisations");

            migrationBuilder.DropIndex(
                name: "ix_instrument_versions_fingerprint",
                table: "instrument_versions");

            migrationBuilder.DropIndex(
                name: "ix_filings_fingerprint",
                table: "filings");

            migrationBuilder.DropIndex(
                name: "ix_answered_requests_at",
                table: "answered_requests");

            migrationBuilder.DropIndex(
                name: "ix_answered_requests_reference",
                table: "answered_requests");

            migrationBuilder.DropColumn(
                name: "reference",
                table: "organisations");

            migrationBuilder.DropColumn(
                name: "fingerprint",
                table: "instrument_versions");

            migrationBuilder.DropColumn(
                name: "fingerprint",
                table: "filings");

            migrationBuilder.DropColumn(
                name: "answer",
                table: "answered_requests");

            migrationBuilder.AlterColumn<string>(
                name: "uscc",
                table: "organisations",
                type: "character varying(18)",
                maxLength: 18,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "character varying(18)",
                oldMaxLength: 18,
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "key",
                table: "answered_requests",
                type: "character varying(240)",
                maxLength: 240,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(260)",
                oldMaxLength: 260);

            migrationBuilder.CreateIndex(
                name: "ix_organisations_uscc",
                table: "organisations",
                column: "uscc",
                unique: true);
        }
    }
}
