using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class TrackSights : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Pictures without a place in the frame and without numbers: their tracks are measured by their best sight until the next analysis.
            migrationBuilder.Sql("DELETE FROM \"TrackImages\";");

            migrationBuilder.AddColumn<bool>(
                name: "ByHand",
                table: "VideoTracks",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<byte[]>(
                name: "Chip",
                table: "TrackImages",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<float>(
                name: "DetectorScore",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0f);

            migrationBuilder.AddColumn<double>(
                name: "Height",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<byte[]>(
                name: "Landmarks",
                table: "TrackImages",
                type: "BLOB",
                nullable: false,
                defaultValue: new byte[0]);

            migrationBuilder.AddColumn<float>(
                name: "Pitch",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0f);

            migrationBuilder.AddColumn<float>(
                name: "Quality",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0f);

            migrationBuilder.AddColumn<float>(
                name: "Roll",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0f);

            migrationBuilder.AddColumn<float>(
                name: "Sharpness",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0f);

            migrationBuilder.AddColumn<double>(
                name: "Width",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<double>(
                name: "X",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<double>(
                name: "Y",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0.0);

            migrationBuilder.AddColumn<float>(
                name: "Yaw",
                table: "TrackImages",
                type: "REAL",
                nullable: false,
                defaultValue: 0f);

            migrationBuilder.AddColumn<double>(
                name: "Latitude",
                table: "Photos",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<double>(
                name: "Longitude",
                table: "Photos",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PhotoId",
                table: "Jobs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "TrackEmbeddings",
                columns: table => new
                {
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Model = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Vector = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrackEmbeddings", x => new { x.FaceId, x.At, x.Model });
                    table.ForeignKey(
                        name: "FK_TrackEmbeddings_TrackImages_FaceId_At",
                        columns: x => new { x.FaceId, x.At },
                        principalTable: "TrackImages",
                        principalColumns: new[] { "FaceId", "At" },
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TrackEmbeddings");

            migrationBuilder.DropColumn(
                name: "ByHand",
                table: "VideoTracks");

            migrationBuilder.DropColumn(
                name: "Chip",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "DetectorScore",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Height",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Landmarks",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Pitch",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Quality",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Roll",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Sharpness",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Width",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "X",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Y",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Yaw",
                table: "TrackImages");

            migrationBuilder.DropColumn(
                name: "Latitude",
                table: "Photos");

            migrationBuilder.DropColumn(
                name: "Longitude",
                table: "Photos");

            migrationBuilder.DropColumn(
                name: "PhotoId",
                table: "Jobs");
        }
    }
}
