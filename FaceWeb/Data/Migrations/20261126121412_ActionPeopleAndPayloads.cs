using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class ActionPeopleAndPayloads : Migration
    {
        // A moved box was ten numbers with commas between. As an array of texts each keeps its digits.
        private const string Numbers = """('["' || replace(Payload, ',', '","') || '"]')""";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ActionPeople",
                columns: table => new
                {
                    ActionId = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ActionPeople", x => new { x.ActionId, x.PersonId });
                    table.ForeignKey(
                        name: "FK_ActionPeople_ReviewActions_ActionId",
                        column: x => x.ActionId,
                        principalTable: "ReviewActions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_ActionPeople_PersonId",
                table: "ActionPeople",
                column: "PersonId");

            // The keys stood in one text with commas between.
            migrationBuilder.Sql(
                """
                INSERT OR IGNORE INTO ActionPeople (ActionId, PersonId)
                SELECT a.Id, key.value FROM ReviewActions a, json_each('[' || a.People || ']') key WHERE a.People <> '';
                """);

            migrationBuilder.RenameColumn(
                name: "Change",
                table: "ReviewActions",
                newName: "Payload");

            // Moved boxes (kind 6): numbers become named ones. Changed people (12) had JSON already.
            migrationBuilder.Sql(
                $$$"""
                UPDATE ReviewActions SET Payload = '{"V":1,"Data":{"Before":{"X":' || json_extract({{{Numbers}}}, '$[0]')
                    || ',"Y":' || json_extract({{{Numbers}}}, '$[1]') || ',"Width":' || json_extract({{{Numbers}}}, '$[2]')
                    || ',"Height":' || json_extract({{{Numbers}}}, '$[3]') || '},"Score":' || json_extract({{{Numbers}}}, '$[4]')
                    || ',"ByHand":' || CASE json_extract({{{Numbers}}}, '$[5]') WHEN '1' THEN 'true' ELSE 'false' END
                    || ',"After":{"X":' || json_extract({{{Numbers}}}, '$[6]') || ',"Y":' || json_extract({{{Numbers}}}, '$[7]')
                    || ',"Width":' || json_extract({{{Numbers}}}, '$[8]') || ',"Height":' || json_extract({{{Numbers}}}, '$[9]') || '}}' || '}'
                WHERE Kind = 6 AND Payload IS NOT NULL;
                """);
            migrationBuilder.Sql("""UPDATE ReviewActions SET Payload = '{"V":1,"Data":' || Payload || '}' WHERE Kind = 12 AND Payload IS NOT NULL;""");

            // Undos (4) keep what the kind of the undone action needs: of merges (1) a bare key, of faces told apart (10) pairs with colons.
            migrationBuilder.Sql(
                """
                UPDATE ReviewActions SET Payload = CASE (SELECT done.Kind FROM ReviewActions done WHERE done.UndoneById = ReviewActions.Id)
                    WHEN 1 THEN '{"V":1,"Data":{"Into":' || Payload || '}}'
                    WHEN 10 THEN CASE Payload WHEN '' THEN '{"V":1,"Data":{"Faces":[]}}' ELSE '{"V":1,"Data":{"Faces":[{"FaceId":'
                        || replace(replace(replace(Payload, ',', '|'), ':', ',"Part":'), '|', '},{"FaceId":') || '}]}}' END
                    ELSE '{"V":1,"Data":' || Payload || '}' END
                WHERE Kind = 4 AND Payload IS NOT NULL;
                """);

            // By SQLite itself: a table made anew could not be done in one transaction with the rest, and a kill in between would leave half of it.
            migrationBuilder.Sql("ALTER TABLE ReviewActions DROP COLUMN People;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "People",
                table: "ReviewActions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.Sql(
                """
                UPDATE ReviewActions SET People = (
                    SELECT group_concat(PersonId, ',') FROM (SELECT PersonId FROM ActionPeople p WHERE p.ActionId = ReviewActions.Id ORDER BY PersonId));
                """);
            migrationBuilder.Sql(
                """
                UPDATE ReviewActions SET Payload = (Payload -> '$.Data.Before.X') || ',' || (Payload -> '$.Data.Before.Y')
                    || ',' || (Payload -> '$.Data.Before.Width') || ',' || (Payload -> '$.Data.Before.Height') || ',' || (Payload -> '$.Data.Score')
                    || ',' || CASE Payload -> '$.Data.ByHand' WHEN 'true' THEN '1' ELSE '0' END
                    || ',' || (Payload -> '$.Data.After.X') || ',' || (Payload -> '$.Data.After.Y')
                    || ',' || (Payload -> '$.Data.After.Width') || ',' || (Payload -> '$.Data.After.Height')
                WHERE Kind = 6 AND Payload IS NOT NULL;
                """);
            migrationBuilder.Sql("UPDATE ReviewActions SET Payload = Payload -> '$.Data' WHERE Kind = 12 AND Payload IS NOT NULL;");
            migrationBuilder.Sql(
                """
                UPDATE ReviewActions SET Payload = CASE (SELECT done.Kind FROM ReviewActions done WHERE done.UndoneById = ReviewActions.Id)
                    WHEN 1 THEN Payload ->> '$.Data.Into'
                    WHEN 10 THEN (SELECT coalesce(group_concat((f.value ->> 'FaceId') || ':' || (f.value ->> 'Part'), ','), '')
                        FROM json_each(ReviewActions.Payload, '$.Data.Faces') f)
                    ELSE Payload -> '$.Data' END
                WHERE Kind = 4 AND Payload IS NOT NULL;
                """);

            migrationBuilder.DropTable(
                name: "ActionPeople");

            migrationBuilder.RenameColumn(
                name: "Payload",
                table: "ReviewActions",
                newName: "Change");
        }
    }
}
