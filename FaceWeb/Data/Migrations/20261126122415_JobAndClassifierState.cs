using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class JobAndClassifierState : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ClassifierId",
                table: "Jobs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ActivatedByHandAt",
                table: "Classifiers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "WasActive",
                table: "Classifiers",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            // What was read from the notes until now. Notes of classifiers that were not activated end with "can be activated by hand".
            migrationBuilder.Sql(
                """
                UPDATE "Classifiers" SET "WasActive" = 1
                WHERE "Active" = 1 OR substr("Note", 1, 9) = 'Activated' OR instr("Note", 'Activated by hand') > 0;
                """);

            // As in "Activated: it is ... Activated by hand on 5 March 2026, 17:08 UTC."; what is no date stays a part of the note.
            migrationBuilder.Sql(
                """
                WITH "Said" AS (
                    SELECT "Id", substr("Note", instr("Note", 'Activated by hand on ') + 21) AS "At"
                    FROM "Classifiers" WHERE instr("Note", 'Activated by hand on ') > 0),
                "Parts" AS (
                    SELECT "Id", substr("At", 1, instr("At", ' ') - 1) AS "Day", substr("At", instr("At", ' ') + 1) AS "Rest" FROM "Said")
                UPDATE "Classifiers" SET "ActivatedByHandAt" = (
                    SELECT datetime(printf('%s-%02d-%02d %s:00',
                        substr("Rest", instr("Rest", ' ') + 1, 4),
                        (instr('JanFebMarAprMayJunJulAugSepOctNovDec', substr("Rest", 1, 3)) + 2) / 3,
                        "Day",
                        substr("Rest", instr("Rest", ' ') + 7, 5)))
                    FROM "Parts" WHERE "Parts"."Id" = "Classifiers"."Id");
                """);
            migrationBuilder.Sql(
                """
                UPDATE "Classifiers" SET "Note" = nullif(rtrim(substr("Note", 1, instr("Note", 'Activated by hand on ') - 1)), '')
                WHERE "ActivatedByHandAt" IS NOT NULL;
                """);

            // Trainings (kind 0) that are done (state 2) stored the classifier whose faces were read while they ran. One that was running
            // (state 1) and had a sentence had stored its classifier, the newest, and was killed before its end.
            migrationBuilder.Sql(
                """
                UPDATE "Jobs" SET "ClassifierId" = (
                    SELECT max("Id") FROM "Classifiers" WHERE "TrainedAt" >= "Jobs"."CreatedAt" AND "TrainedAt" <= "Jobs"."EndedAt")
                WHERE "Kind" = 0 AND "State" = 2;
                """);
            migrationBuilder.Sql(
                """
                UPDATE "Jobs" SET "ClassifierId" = (SELECT max("Id") FROM "Classifiers")
                WHERE "Kind" = 0 AND "State" = 1 AND "Message" IS NOT NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                UPDATE "Classifiers" SET "Note" = coalesce("Note" || ' ', '') || 'Activated by hand on '
                    || CAST(strftime('%d', "ActivatedByHandAt") AS INTEGER) || ' '
                    || rtrim(substr(
                        'January  February March    April    May      June     July     August   SeptemberOctober  November December ',
                        (9 * CAST(strftime('%m', "ActivatedByHandAt") AS INTEGER)) - 8, 9))
                    || strftime(' %Y, %H:%M UTC.', "ActivatedByHandAt")
                WHERE "ActivatedByHandAt" IS NOT NULL;
                """);

            migrationBuilder.DropColumn(
                name: "ClassifierId",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "ActivatedByHandAt",
                table: "Classifiers");

            migrationBuilder.DropColumn(
                name: "WasActive",
                table: "Classifiers");
        }
    }
}
