using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Yixiang.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Notices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    organisation_id = table.Column<long>(type: "bigint", nullable: true),
                    pinned = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                    table.ForeignKey(
                        name: "fk_notices_organisation_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "editions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    notice_id = table.Column<long>(type: "bigint", nullable: false),
                    serial = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: true),
                    reference = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    class_code = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    technique = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    instrument_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    scheduled_for = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    remark = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    version = table.Column<Guid>(type: "uuid", nullable: false),
                    closes = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    from_day = table.Column<DateOnly>(type: "date", nullable: true),
                    opens = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    until_day = table.Column<DateOnly>(type: "date", nullable: true),
                    body = table.Column<string>(type: "text", nullable: false),
                    document_number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    english_body = table.Column<string>(type: "text", nullable: true),
                    english_place = table.Column<string>(type: "character varying(240)", maxLength: 240, nullable: true),
                    english_summary = table.Column<string>(type: "character varying(800)", maxLength: 800, nullable: true),
                    english_title = table.Column<string>(type: "character varying(240)", maxLength: 240, nullable: true),
                    issuer = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    place = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    summary = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_editions", x => x.id);
                    table.ForeignKey(
                        name: "fk_editions_instruments_instrument_id",
                        column: x => x.instrument_id,
                        principalTable: "instruments",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_editions_notice_notice_id",
                        column: x => x.notice_id,
                        principalTable: "notices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "edition_files",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    edition_id = table.Column<long>(type: "bigint", nullable: false),
                    file_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_edition_files", x => x.id);
                    table.ForeignKey(
                        name: "fk_edition_files_edition_edition_id",
                        column: x => x.edition_id,
                        principalTable: "editions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_edition_files_files_file_id",
                        column: x => x.file_id,
                        principalTable: "files",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_edition_files_edition_id",
                table: "edition_files",
                column: "edition_id");

            migrationBuilder.CreateIndex(
                name: "ix_edition_files_file_id",
                table: "edition_files",
                column: "file_id");

            migrationBuilder.CreateIndex(
                name: "ix_editions_class_code",
                table: "editions",
                column: "class_code");

            migrationBuilder.CreateIndex(
                name: "ix_editions_instrument_id",
                table: "editions",
                column: "instrument_id");

            migrationBuilder.CreateIndex(
                name: "ix_editions_notice_id_number",
                table: "editions",
                columns: new[] { "notice_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_editions_notice_id_serial",
                table: "editions",
                columns: new[] { "notice_id", "serial" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_editions_reference",
                table: "editions",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_editions_state_published_at",
                table: "editions",
                columns: new[] { "state", "published_at" });

            migrationBuilder.CreateIndex(
                name: "ix_editions_technique",
                table: "editions",
                column: "technique");

            migrationBuilder.CreateIndex(
                name: "ix_notices_number",
                table: "notices",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notices_organisation_id_kind",
                table: "notices",
                columns: new[] { "organisation_id", "kind" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "edition_files");

            migrationBuilder.DropTable(
                name: "editions");

            migrationBuilder.DropTable(
                name: "notices");
        }
    }
}
