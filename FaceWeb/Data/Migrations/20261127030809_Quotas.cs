using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class Quotas : Migration
    {
        // A reference that is added by itself has the table written anew, in steps of several transactions: a kill between them would leave a
        // database that no migration goes on with. A column may bring its reference along.
        private static string AddUploader(string table) =>
            $"""ALTER TABLE "{table}" ADD "UploaderId" TEXT NULL REFERENCES "AspNetUsers" ("Id") ON DELETE SET NULL;""";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ClipBytes",
                table: "TrashedPhotos",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql(AddUploader("TrashedPhotos"));

            migrationBuilder.AddColumn<long>(
                name: "ClipBytes",
                table: "Photos",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql(AddUploader("Photos"));

            migrationBuilder.AddColumn<bool>(
                name: "HasOwnQuota",
                table: "AspNetUsers",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "QuotaBytes",
                table: "AspNetUsers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "StorageLimits",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false),
                    LibraryBytes = table.Column<long>(type: "INTEGER", nullable: true),
                    AccountBytes = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StorageLimits", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_TrashedPhotos_UploaderId",
                table: "TrashedPhotos",
                column: "UploaderId");

            migrationBuilder.CreateIndex(
                name: "IX_Photos_UploaderId_Bytes_ClipBytes",
                table: "Photos",
                columns: new[] { "UploaderId", "Bytes", "ClipBytes" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "StorageLimits");

            migrationBuilder.DropIndex(
                name: "IX_TrashedPhotos_UploaderId",
                table: "TrashedPhotos");

            migrationBuilder.DropIndex(
                name: "IX_Photos_UploaderId_Bytes_ClipBytes",
                table: "Photos");

            foreach (var table in new[] { "Photos", "TrashedPhotos" })
            {
                migrationBuilder.Sql($"""ALTER TABLE "{table}" DROP COLUMN "UploaderId";""");
                migrationBuilder.Sql($"""ALTER TABLE "{table}" DROP COLUMN "ClipBytes";""");
            }
            migrationBuilder.Sql("""ALTER TABLE "AspNetUsers" DROP COLUMN "HasOwnQuota";""");
            migrationBuilder.Sql("""ALTER TABLE "AspNetUsers" DROP COLUMN "QuotaBytes";""");
        }
    }
}
