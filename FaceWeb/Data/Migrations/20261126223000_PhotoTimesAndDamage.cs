using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class PhotoTimesAndDamage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var table in new[] { "Photos", "TrashedPhotos" })
            {
                migrationBuilder.AddColumn<bool>(
                    name: "Damaged",
                    table: table,
                    type: "INTEGER",
                    nullable: false,
                    defaultValue: false);

                migrationBuilder.AddColumn<int>(
                    name: "TakenOffset",
                    table: table,
                    type: "INTEGER",
                    nullable: true);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var table in new[] { "Photos", "TrashedPhotos" })
            {
                migrationBuilder.DropColumn(
                    name: "Damaged",
                    table: table);

                migrationBuilder.DropColumn(
                    name: "TakenOffset",
                    table: table);
            }
        }
    }
}
