using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace FaceWeb.Data.Migrations
{
    /// <inheritdoc />
    public partial class Trash : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "TrashItems",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false),
                    ItemKey = table.Column<long>(type: "INTEGER", nullable: false),
                    AlbumId = table.Column<long>(type: "INTEGER", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    AlbumName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Photos = table.Column<int>(type: "INTEGER", nullable: false),
                    Faces = table.Column<int>(type: "INTEGER", nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    DeletedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UserId = table.Column<string>(type: "TEXT", nullable: false),
                    ActionId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashItems", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "TrashedAlbums",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedAlbums", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TrashedAlbums_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedDifferentPeople",
                columns: table => new
                {
                    PersonId = table.Column<long>(type: "INTEGER", nullable: false),
                    OtherPersonId = table.Column<long>(type: "INTEGER", nullable: false),
                    ActionId = table.Column<long>(type: "INTEGER", nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedDifferentPeople", x => new { x.PersonId, x.OtherPersonId });
                    table.ForeignKey(
                        name: "FK_TrashedDifferentPeople_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedEmbeddings",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    Model = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false),
                    Vector = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedEmbeddings", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TrashedEmbeddings_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedFaceEvents",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    ActionId = table.Column<long>(type: "INTEGER", nullable: false),
                    AfterDecision = table.Column<int>(type: "INTEGER", nullable: false),
                    AfterPersonId = table.Column<long>(type: "INTEGER", nullable: true),
                    BeforeDecision = table.Column<int>(type: "INTEGER", nullable: false),
                    BeforePersonId = table.Column<long>(type: "INTEGER", nullable: true),
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    RejectedPersonId = table.Column<long>(type: "INTEGER", nullable: true),
                    RejectionRemoved = table.Column<bool>(type: "INTEGER", nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedFaceEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TrashedFaceEvents_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedFaceImages",
                columns: table => new
                {
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    Chip = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Crop = table.Column<byte[]>(type: "BLOB", nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedFaceImages", x => x.FaceId);
                    table.ForeignKey(
                        name: "FK_TrashedFaceImages_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedFaces",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    BestPersonId = table.Column<long>(type: "INTEGER", nullable: true),
                    BestProbability = table.Column<float>(type: "REAL", nullable: true),
                    ByHand = table.Column<bool>(type: "INTEGER", nullable: false),
                    DecidedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Decision = table.Column<int>(type: "INTEGER", nullable: false),
                    DetectorScore = table.Column<float>(type: "REAL", nullable: false),
                    GroupId = table.Column<long>(type: "INTEGER", nullable: true),
                    Height = table.Column<double>(type: "REAL", nullable: false),
                    Landmarks = table.Column<byte[]>(type: "BLOB", nullable: false),
                    PersonId = table.Column<long>(type: "INTEGER", nullable: true),
                    PhotoId = table.Column<long>(type: "INTEGER", nullable: false),
                    Pitch = table.Column<float>(type: "REAL", nullable: false),
                    Quality = table.Column<float>(type: "REAL", nullable: false),
                    Roll = table.Column<float>(type: "REAL", nullable: false),
                    Sharpness = table.Column<float>(type: "REAL", nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false),
                    Version = table.Column<int>(type: "INTEGER", nullable: false),
                    Width = table.Column<double>(type: "REAL", nullable: false),
                    X = table.Column<double>(type: "REAL", nullable: false),
                    Y = table.Column<double>(type: "REAL", nullable: false),
                    Yaw = table.Column<float>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedFaces", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TrashedFaces_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedFaceSeparations",
                columns: table => new
                {
                    ActionId = table.Column<long>(type: "INTEGER", nullable: false),
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    Part = table.Column<int>(type: "INTEGER", nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedFaceSeparations", x => new { x.ActionId, x.FaceId });
                    table.ForeignKey(
                        name: "FK_TrashedFaceSeparations_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedPeople",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    BirthDate = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    CoverFaceId = table.Column<long>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Hidden = table.Column<bool>(type: "INTEGER", nullable: false),
                    MergedIntoId = table.Column<long>(type: "INTEGER", nullable: true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedPeople", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TrashedPeople_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedPhotos",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    AlbumId = table.Column<long>(type: "INTEGER", nullable: false),
                    AnalysedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    ClaimedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ClaimedBy = table.Column<Guid>(type: "TEXT", nullable: true),
                    Duration = table.Column<long>(type: "INTEGER", nullable: true),
                    Error = table.Column<string>(type: "TEXT", nullable: true),
                    EveryFrame = table.Column<bool>(type: "INTEGER", nullable: false),
                    FaceTurn = table.Column<int>(type: "INTEGER", nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 255, nullable: false),
                    Height = table.Column<int>(type: "INTEGER", nullable: false),
                    Interruptions = table.Column<int>(type: "INTEGER", nullable: false),
                    Latitude = table.Column<double>(type: "REAL", nullable: true),
                    Longitude = table.Column<double>(type: "REAL", nullable: true),
                    LookedUpTo = table.Column<long>(type: "INTEGER", nullable: true),
                    MimeType = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Pack = table.Column<string>(type: "TEXT", nullable: true),
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    State = table.Column<int>(type: "INTEGER", nullable: false),
                    TakenAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false),
                    Turn = table.Column<int>(type: "INTEGER", nullable: false),
                    TurnedByHand = table.Column<bool>(type: "INTEGER", nullable: false),
                    UploadedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Width = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedPhotos", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TrashedPhotos_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedRejections",
                columns: table => new
                {
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedRejections", x => new { x.FaceId, x.PersonId });
                    table.ForeignKey(
                        name: "FK_TrashedRejections_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedTrackEmbeddings",
                columns: table => new
                {
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Model = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false),
                    Vector = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedTrackEmbeddings", x => new { x.FaceId, x.At, x.Model });
                    table.ForeignKey(
                        name: "FK_TrashedTrackEmbeddings_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedTrackImages",
                columns: table => new
                {
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Chip = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Crop = table.Column<byte[]>(type: "BLOB", nullable: false),
                    DetectorScore = table.Column<float>(type: "REAL", nullable: false),
                    Height = table.Column<double>(type: "REAL", nullable: false),
                    Landmarks = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Pitch = table.Column<float>(type: "REAL", nullable: false),
                    Quality = table.Column<float>(type: "REAL", nullable: false),
                    Roll = table.Column<float>(type: "REAL", nullable: false),
                    Sharpness = table.Column<float>(type: "REAL", nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false),
                    Width = table.Column<double>(type: "REAL", nullable: false),
                    X = table.Column<double>(type: "REAL", nullable: false),
                    Y = table.Column<double>(type: "REAL", nullable: false),
                    Yaw = table.Column<float>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedTrackImages", x => new { x.FaceId, x.At });
                    table.ForeignKey(
                        name: "FK_TrashedTrackImages_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TrashedVideoTracks",
                columns: table => new
                {
                    FaceId = table.Column<long>(type: "INTEGER", nullable: false),
                    BestAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ByHand = table.Column<bool>(type: "INTEGER", nullable: false),
                    End = table.Column<long>(type: "INTEGER", nullable: false),
                    Sightings = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Start = table.Column<long>(type: "INTEGER", nullable: false),
                    TrashItemId = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrashedVideoTracks", x => x.FaceId);
                    table.ForeignKey(
                        name: "FK_TrashedVideoTracks_TrashItems_TrashItemId",
                        column: x => x.TrashItemId,
                        principalTable: "TrashItems",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_TrashedAlbums_TrashItemId",
                table: "TrashedAlbums",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedDifferentPeople_TrashItemId",
                table: "TrashedDifferentPeople",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedEmbeddings_FaceId",
                table: "TrashedEmbeddings",
                column: "FaceId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedEmbeddings_TrashItemId",
                table: "TrashedEmbeddings",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedFaceEvents_FaceId",
                table: "TrashedFaceEvents",
                column: "FaceId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedFaceEvents_TrashItemId",
                table: "TrashedFaceEvents",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedFaceImages_TrashItemId",
                table: "TrashedFaceImages",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedFaces_PersonId",
                table: "TrashedFaces",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedFaces_PhotoId",
                table: "TrashedFaces",
                column: "PhotoId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedFaces_TrashItemId",
                table: "TrashedFaces",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedFaceSeparations_FaceId",
                table: "TrashedFaceSeparations",
                column: "FaceId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedFaceSeparations_TrashItemId",
                table: "TrashedFaceSeparations",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedPeople_TrashItemId",
                table: "TrashedPeople",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedPhotos_Sha256",
                table: "TrashedPhotos",
                column: "Sha256");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedPhotos_TrashItemId",
                table: "TrashedPhotos",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedRejections_TrashItemId",
                table: "TrashedRejections",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedTrackEmbeddings_TrashItemId",
                table: "TrashedTrackEmbeddings",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedTrackImages_TrashItemId",
                table: "TrashedTrackImages",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashedVideoTracks_TrashItemId",
                table: "TrashedVideoTracks",
                column: "TrashItemId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashItems_ActionId",
                table: "TrashItems",
                column: "ActionId");

            migrationBuilder.CreateIndex(
                name: "IX_TrashItems_DeletedAt",
                table: "TrashItems",
                column: "DeletedAt");

            migrationBuilder.CreateIndex(
                name: "IX_TrashItems_Kind_ItemKey",
                table: "TrashItems",
                columns: new[] { "Kind", "ItemKey" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TrashedAlbums");

            migrationBuilder.DropTable(
                name: "TrashedDifferentPeople");

            migrationBuilder.DropTable(
                name: "TrashedEmbeddings");

            migrationBuilder.DropTable(
                name: "TrashedFaceEvents");

            migrationBuilder.DropTable(
                name: "TrashedFaceImages");

            migrationBuilder.DropTable(
                name: "TrashedFaces");

            migrationBuilder.DropTable(
                name: "TrashedFaceSeparations");

            migrationBuilder.DropTable(
                name: "TrashedPeople");

            migrationBuilder.DropTable(
                name: "TrashedPhotos");

            migrationBuilder.DropTable(
                name: "TrashedRejections");

            migrationBuilder.DropTable(
                name: "TrashedTrackEmbeddings");

            migrationBuilder.DropTable(
                name: "TrashedTrackImages");

            migrationBuilder.DropTable(
                name: "TrashedVideoTracks");

            migrationBuilder.DropTable(
                name: "TrashItems");
        }
    }
}
