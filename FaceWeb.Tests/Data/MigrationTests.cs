using FaceWeb.Analysis.Boxes;
using FaceWeb.Data;
using FaceWeb.History.Steps;
using FaceWeb.People.Steps;
using FaceWeb.Pipeline;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace FaceWeb.Tests.Data;

/// <summary>Databases of older versions are brought up to date without loss.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"faceweb-migration-{Guid.NewGuid():N}.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        File.Delete(file);
    }

    [Fact]
    public async Task The_migrations_make_what_the_model_says()
    {
        await using var db = Open();
        Assert.False(db.Database.HasPendingModelChanges());
        await db.Database.MigrateAsync();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task Moved_boxes_and_changed_people_of_before_keep_what_undoing_them_needs()
    {
        await using (var db = Open())
        {
            await db.GetService<IMigrator>().MigrateAsync("20261125011351_GroupsAndPairs");
            await db.Database.ExecuteSqlRawAsync("""
                INSERT INTO ReviewActions (Id, UserId, At, Kind, Source, Description, People) VALUES
                    (1, 'anna', '2026-01-02 03:04:05', 0, 'api', 'Named a face.', '7'),
                    (2, 'anna', '2026-01-02 03:04:06', 6, 'photo page', 'Moved or resized the box of a face.', '1.5,2,30,40.25,0.875,1,5,6,50,60'),
                    (3, 'anna', '2026-01-02 03:04:07', 12, 'person', 'Renamed Ada; to Bea.', '7;{{"Name":"Ada;","Hidden":false,"CoverFaceId":null,"BirthDate":"2001-02-03"}}'),
                    (4, 'anna', '2026-01-02 03:04:08', 1, 'people', 'Merged 2 people into another.', '8,9'),
                    (5, 'anna', '2026-01-02 03:04:09', 10, 'groups', 'Split a group.', NULL);
                """);
            await db.Database.MigrateAsync();
        }
        await using (var db = Open())
        {
            var actions = await db.ReviewActions.Include(a => a.People).OrderBy(a => a.Id).ToListAsync();
            Assert.Equal(["7", "", "7", "8,9", ""], actions.Select(a => string.Join(',', a.People.Select(p => p.PersonId).Order())));
            Assert.Equal([false, true, true, false, false], actions.Select(a => a.Payload is not null));
            Assert.Equal(new BoxChange(new FaceBox(1.5, 2, 30, 40.25), 0.875f, true, new FaceBox(5, 6, 50, 60)),
                StepPayload.Read<BoxChange>(actions[1].Payload));
            Assert.Equal(new PersonChange("Ada;", false, null, new DateOnly(2001, 2, 3)), StepPayload.Read<PersonChange>(actions[2].Payload));

            // And back, for whoever returns to the version before.
            await db.GetService<IMigrator>().MigrateAsync("20261125011351_GroupsAndPairs");
            var people = await db.Database.SqlQueryRaw<string?>("SELECT People AS Value FROM ReviewActions ORDER BY Id").ToListAsync();
            Assert.Equal("1.5,2,30,40.25,0.875,1,5,6,50,60", people[1]);
            Assert.StartsWith("7;{", people[2], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_notes_of_classifiers_and_the_sentences_of_trainings_said_before_stands_in_columns()
    {
        const string First = "Activated: it is the first of this model pack.";
        const string Worse = "Not activated, because it is worse. It can be activated by hand.";
        await using (var db = Open())
        {
            await db.GetService<IMigrator>().MigrateAsync("20261125041500_RedoAndChanges");
            await db.Database.ExecuteSqlRawAsync($$"""
                INSERT INTO Classifiers (Id, TrainedAt, Model, People, Faces, Blob, ReportJson, Rank1Accuracy, Active, Note) VALUES
                    (1, '2026-01-02 03:00:01.5', 'compact', 2, 9, x'01', '', 1, 0, '{{First}}'),
                    (2, '2026-01-03 03:00:01.5', 'compact', 2, 9, x'01', '', 1, 0, '{{Worse}}'),
                    (3, '2026-01-04 03:00:01.5', 'compact', 2, 9, x'01', '', 1, 0, '{{Worse}} Activated by hand on 5 September 2026, 17:08 UTC.'),
                    (4, '2026-01-05 03:00:01.5', 'compact', 2, 9, x'01', '', 1, 1, 'Activated by hand on 29 February 2028, 00:00 UTC.'),
                    (5, '2026-01-06 03:00:01.5', 'compact', 2, 9, x'01', '', 1, 0, NULL),
                    (6, '2026-01-07 03:00:01.5', 'compact', 2, 9, x'01', '', 1, 0, 'Activated by hand on the last day.');
                INSERT INTO Jobs (Id, Kind, State, Progress, Message, CreatedAt, EndedAt, CancelRequested) VALUES
                    (1, 0, 2, 1, 'Trained.', '2026-01-02 03:00:01', '2026-01-02 03:00:09', 0),
                    (2, 0, 3, 0, 'The training failed.', '2026-01-03 03:00:00', '2026-01-03 04:00:00', 0),
                    (3, 1, 2, 1, 'Names looked at again.', '2026-01-04 03:00:00', '2026-01-04 04:00:00', 0),
                    (4, 0, 1, 0.98, 'Trained.', '2026-01-07 03:00:00', NULL, 0),
                    (5, 0, 1, 0.2, NULL, '2026-01-08 03:00:00', NULL, 0),
                    (6, 0, 2, 1, 'Trained.', '2025-01-02 03:00:00', '2025-01-02 03:00:09', 0);
                """);
            await db.Database.MigrateAsync();
        }
        await using (var db = Open())
        {
            var classifiers = await db.Classifiers.OrderBy(c => c.Id).ToListAsync();
            Assert.Equal([true, false, true, true, false, true], classifiers.Select(c => c.WasActive));
            Assert.Equal([First, Worse, Worse, null, null, "Activated by hand on the last day."], classifiers.Select(c => c.Note));
            Assert.Equal(
                [null, null, new DateTime(2026, 9, 5, 17, 8, 0), new DateTime(2028, 2, 29, 0, 0, 0), null, null],
                classifiers.Select(c => c.ActivatedByHandAt));
            Assert.Equal([1, null, null, 6, null, null], await db.Jobs.OrderBy(j => j.Id).Select(j => j.ClassifierId).ToListAsync());

            // And back, for whoever returns to the version before.
            await db.GetService<IMigrator>().MigrateAsync("20261125041500_RedoAndChanges");
            var notes = await db.Database.SqlQueryRaw<string?>("SELECT Note AS Value FROM Classifiers ORDER BY Id").ToListAsync();
            Assert.Equal(
                [First, Worse, $"{Worse} Activated by hand on 5 September 2026, 17:08 UTC.", "Activated by hand on 29 February 2028, 00:00 UTC."],
                    notes.Take(4));
        }
    }

    [Fact]
    public async Task Photos_of_before_have_no_uploader_and_those_of_a_deleted_account_lose_theirs()
    {
        const string Before = "20261126230739_LivePhotos";
        await using (var db = Open())
        {
            await db.GetService<IMigrator>().MigrateAsync(Before);
            await db.Database.ExecuteSqlRawAsync("""
                INSERT INTO Albums (Id, Name, CreatedAt) VALUES (1, 'Summer', '2026-01-02 03:04:05');
                INSERT INTO Photos (Id, AlbumId, FileName, Sha256, Bytes, MimeType, Width, Height, Turn, TurnedByHand, FaceTurn, Damaged, UploadedAt,
                    State, Attempts, Interruptions, EveryFrame)
                VALUES (1, 1, 'a.jpg', 'aa', 7, 'image/jpeg', 4, 3, 0, 0, 0, 0, '2026-01-02 03:04:05', 2, 0, 0, 0);
                """);
            await db.Database.MigrateAsync();
        }
        await using (var db = Open())
        {
            var photo = await db.Photos.SingleAsync();
            Assert.Null(photo.UploaderId);
            var anna = new AppUser { Id = "anna", UserName = "anna" };
            db.Users.Add(anna);
            photo.UploaderId = anna.Id;
            await db.SaveChangesAsync();
            await db.Database.ExecuteSqlRawAsync("DELETE FROM AspNetUsers");
            Assert.Null(await db.Photos.AsNoTracking().Select(p => p.UploaderId).SingleAsync());

            // And back, for whoever returns to the version before.
            await db.GetService<IMigrator>().MigrateAsync(Before);
            Assert.Equal([7L], await db.Database.SqlQueryRaw<long>("SELECT Bytes AS Value FROM Photos").ToListAsync());
        }
    }

    private FaceWebDb Open() => new(new DbContextOptionsBuilder<FaceWebDb>().UseSqlite($"Data Source={file}").Options);
}
