using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class VideoTracks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Duration",
                table: "Photos",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "EveryFrame",
                table: "Photos",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "LookedUpTo",
                table: "Photos",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "VideoTracks",
                columns: table => new
                {
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    Start = table.Column<long>(type: "INTEGER", nullable: false),
                    End = table.Column<long>(type: "INTEGER", nullable: false),
                    BestAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Sightings = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VideoTracks", x => x.FaceId);
                    table.ForeignKey(
                        name: "FK_VideoTracks_Faces_FaceId",
                        column: x => x.FaceId,
                        principalTable: "Faces",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrackImages",
                columns: table => new
                {
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Crop = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrackImages", x => new { x.FaceId, x.At });
                    table.ForeignKey(
                        name: "FK_TrackImages_VideoTracks_FaceId",
                        column: x => x.FaceId,
                        principalTable: "VideoTracks",
                        principalColumn: "FaceId",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TrackImages");

            migrationBuilder.DropTable(
                name: "VideoTracks");

            migrationBuilder.DropColumn(
                name: "Duration",
                table: "Photos");

            migrationBuilder.DropColumn(
                name: "EveryFrame",
                table: "Photos");

            migrationBuilder.DropColumn(
                name: "LookedUpTo",
                table: "Photos");
        }
    }
}
