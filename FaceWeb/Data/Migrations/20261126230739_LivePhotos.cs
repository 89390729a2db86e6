using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class LivePhotos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ClipSha256",
                table: "TrashedPhotos",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClipSha256",
                table: "Photos",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrashedPhotos_ClipSha256",
                table: "TrashedPhotos",
                column: "ClipSha256");

            migrationBuilder.CreateIndex(
                name: "IX_Photos_ClipSha256",
                table: "Photos",
                column: "ClipSha256");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_TrashedPhotos_ClipSha256",
                table: "TrashedPhotos");

            migrationBuilder.DropIndex(
                name: "IX_Photos_ClipSha256",
                table: "Photos");

            migrationBuilder.DropColumn(
                name: "ClipSha256",
                table: "TrashedPhotos");

            migrationBuilder.DropColumn(
                name: "ClipSha256",
                table: "Photos");
        }
    }
}
