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
            Assert.Equal(new BoxChange(new FaceBox(1.5, 2, 30, 40.25), 0.875f, true, new FaceBox(5, 6, 50, 60)), StepPayload.Read<BoxChange>(actions[1].Payload));
            Assert.Equal(new PersonChange("Ada;", false, null, new DateOnly(2001, 2, 3)), StepPayload.Read<PersonChange>(actions[2].Payload));

            // And back, for whoever returns to the version before.
            await db.GetService<IMigrator>().MigrateAsync("20261125011351_GroupsAndPairs");
            var people = await db.Database.SqlQueryRaw<string?>("SELECT People AS Value FROM ReviewActions ORDER BY Id").ToListAsync();
            Assert.Equal("1.5,2,30,40.25,0.875,1,5,6,50,60", people[1]);
            Assert.StartsWith("7;{", people[2], StringComparison.Ordinal);
        }
    }

    private FaceWebDb Open() => new(new DbContextOptionsBuilder<FaceWebDb>().UseSqlite($"Data Source={file}").Options);
}
