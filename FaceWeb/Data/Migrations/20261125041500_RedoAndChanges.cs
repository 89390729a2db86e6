using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class RedoAndChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Change",
                table: "ReviewActions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RedoesId",
                table: "ReviewActions",
                type: "INTEGER",
                nullable: true);

            // Moved boxes (kind 6) and changed people (kind 12, a key, a semicolon and the values) were kept among the keys of people.
            migrationBuilder.Sql("UPDATE ReviewActions SET Change = People, People = NULL WHERE Kind = 6;");
            migrationBuilder.Sql(
                "UPDATE ReviewActions SET Change = substr(People, instr(People, ';') + 1), People = substr(People, 1, instr(People, ';') - 1) "
                + "WHERE Kind = 12 AND instr(People, ';') > 0;");

            migrationBuilder.CreateTable(
                name: "RemovedPeople",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false, collation: "NOCASE"),
                    Hidden = table.Column<bool>(type: "INTEGER", nullable: false),
                    CoverFaceId = table.Column<long>(type: "INTEGER", nullable: true),
                    BirthDate = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RemovedPeople", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ReviewActions_UndoneById",
                table: "ReviewActions",
                column: "UndoneById");

            migrationBuilder.CreateIndex(
                name: "IX_RemovedPeople_Name",
                table: "RemovedPeople",
                column: "Name");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RemovedPeople");

            migrationBuilder.DropIndex(
                name: "IX_ReviewActions_UndoneById",
                table: "ReviewActions");

            migrationBuilder.Sql("UPDATE ReviewActions SET People = Change WHERE Kind = 6;");
            migrationBuilder.Sql("UPDATE ReviewActions SET People = People || ';' || Change WHERE Kind = 12;");

            migrationBuilder.DropColumn(
                name: "Change",
                table: "ReviewActions");

            migrationBuilder.DropColumn(
                name: "RedoesId",
                table: "ReviewActions");
        }
    }
}
