using System.Net;
using System.Text.Json;
using FaceWeb.Backups;
using FaceWeb.Data;
using FaceWeb.Data.Folder;
using FaceWeb.Data.Sqlite;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;

namespace FaceWeb.Tests.Backups;

/// <summary>Backups of a running FaceWeb: incremental, read back, restored into an empty folder and over the present one, and pruned.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task What_was_backed_up_comes_back_and_only_what_is_new_is_copied()
    {
        using var data = new DataFolder();
        using var backups = new DataFolder();
        var setting = $"--FaceWeb:Backup:Folder={backups.Path}";
        string first;
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(data.Path, setting))
        {
            var album = await AlbumAsync(faceWeb, "Holiday", 2);
            var done = await BackUpAsync(faceWeb);
            Assert.Contains("2 photos", done, StringComparison.Ordinal);
            Assert.DoesNotContain("could not be copied", done, StringComparison.Ordinal);
            first = (await ListAsync(faceWeb))[0].GetProperty("name").GetString()!;

            await faceWeb.Client.UploadAsync(album, [("3.jpg", Pictures.Jpeg(3, 64, 48))]);
            await faceWeb.Client.AllDoneAsync();
            // Names are of seconds.
            await Task.Delay(1100);
            var again = await BackUpAsync(faceWeb);
            Assert.Matches("^Backup [0-9-]+: 3 photos, 2 new files copied and read back\\.$", again);
            Assert.Equal(2, (await ListAsync(faceWeb)).Count);
            var sound = JsonDocument.Parse(await (await faceWeb.Client.PostAsync(Uri($"backups/{first}/verify"), null)).Content.ReadAsStringAsync());
            Assert.Equal(0, sound.RootElement.GetProperty("damaged").GetInt32());

            // Over the present one: as it was, after the next start.
            (await faceWeb.Client.PostAsync(Uri($"backups/{first}/restore"), null)).EnsureSuccessStatusCode();
            Assert.Equal(3, (await faceWeb.Client.ReadAsync($"albums/{album}")).GetProperty("photos").GetInt32());
        }
        Assert.Equal(first, Restoring.Waiting(data.Path));
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(data.Path, setting))
        {
            var album = (await faceWeb.Client.ReadAsync("albums")).GetProperty("items")[0];
            Assert.Equal(2, album.GetProperty("photos").GetInt32());
            var photo = (await faceWeb.Client.ReadAsync($"albums/{album.GetProperty("id").GetInt64()}/photos")).GetProperty("items")[0];
            var picture = await faceWeb.Client.GetAsync(Uri($"photos/{photo.GetProperty("id").GetInt64()}/image?size=original"));
            Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
            Assert.False(Restoring.IsKeptAside(data.Path));
        }

        // The newest one, into an empty folder, by the command.
        using var other = new DataFolder();
        Directory.Delete(other.Path, recursive: true);
        Assert.Equal(0, await BackupCommand.RunAsync(BackupCommand.Restore, Settings(other.Path, backups.Path)));
        await using (var faceWeb = await RunningFaceWeb.StartInAsync(other.Path))
            Assert.Equal(3, (await faceWeb.Client.ReadAsync("albums")).GetProperty("items")[0].GetProperty("photos").GetInt32());
        Assert.Equal(1, await BackupCommand.RunAsync(BackupCommand.Restore, Settings(other.Path, backups.Path)));
    }

    [Fact]
    public async Task After_somebody_was_forgotten_the_next_backup_takes_the_older_ones_away()
    {
        using var data = new DataFolder();
        using var backups = new DataFolder();
        await using var faceWeb = await RunningFaceWeb.StartInAsync(data.Path, $"--FaceWeb:Backup:Folder={backups.Path}");
        await AlbumAsync(faceWeb, "Holiday", 1);
        await BackUpAsync(faceWeb);
        foreach (var byCommand in new[] { true, false })
        {
            var person = (await faceWeb.Client.PostAsync("people", new { name = "Ada" })).GetProperty("id").GetInt64();
            (await faceWeb.Client.DeleteAsync(Uri($"people/{person}?faces=true"))).EnsureSuccessStatusCode();
            // Names are of seconds.
            await Task.Delay(1100);
            if (byCommand)
                Assert.Equal(0, await BackupCommand.RunAsync(BackupCommand.Backup, Settings(data.Path, backups.Path)));
            else
                Assert.Contains("1 backup from before somebody was forgotten deleted", await BackUpAsync(faceWeb), StringComparison.Ordinal);
            Assert.Single(await ListAsync(faceWeb));
        }
        await BackUpAsync(faceWeb);
    }

    [Fact]
    public async Task Contents_of_somebody_forgotten_go_though_whoever_deleted_the_lists_was_killed()
    {
        using var data = new DataFolder();
        using var backups = new DataFolder();
        var left = Path.Combine(backups.Path, "files", "ab", new string('a', 64));
        Directory.CreateDirectory(Path.GetDirectoryName(left)!);
        await File.WriteAllTextAsync(left, "somebody");
        var now = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        ForgottenMark.Set(data.Path, now);
        var folder = new BackupFolder(backups.Path);
        folder.Prepare();
        Assert.Equal(0, folder.RemoveForgotten(data.Path, now.AddSeconds(1)));
        Assert.False(File.Exists(left));
        Assert.Null(ForgottenMark.Read(data.Path));
    }

    [Fact]
    public async Task A_damaged_backup_is_found_and_not_restored()
    {
        using var data = new DataFolder();
        using var backups = new DataFolder();
        await using var faceWeb = await RunningFaceWeb.StartInAsync(data.Path, $"--FaceWeb:Backup:Folder={backups.Path}");
        await AlbumAsync(faceWeb, "Holiday", 1);
        await BackUpAsync(faceWeb);
        var backup = new BackupFolder(backups.Path).List()[0];
        var photo = backup.Files.Single(f => f.Path.StartsWith("photos/", StringComparison.Ordinal));
        var file = Path.Combine(backups.Path, "files", photo.Sha256[..2], photo.Sha256);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Assert.Equal([photo], await new BackupFolder(backups.Path).VerifyAsync(backup, null, CancellationToken.None));
        var refused = await faceWeb.Client.PostAsync(Uri($"backups/{backup.Name}/restore"), null);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("does not hold what it held", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(Restoring.Waiting(data.Path));
    }

    [Fact]
    public async Task Of_a_restore_that_a_power_cut_left_in_two_places_the_old_log_does_not_meet_the_new_database()
    {
        using var data = new DataFolder();
        Directory.CreateDirectory(Path.Combine(data.Path, "restoring"));
        Directory.CreateDirectory(Path.Combine(data.Path, "before-restore"));
        foreach (var file in new[] { "faceweb.db", "faceweb.db-wal", "before-restore/faceweb.db", "before-restore/faceweb.db-wal" })
            await File.WriteAllTextAsync(Path.Combine(data.Path, file), "old");
        await File.WriteAllTextAsync(Path.Combine(data.Path, "restoring", "faceweb.db"), "new");
        await File.WriteAllTextAsync(Path.Combine(data.Path, "restoring.whole"), "20260101-000000");
        Assert.True(Restoring.IsUnderWay(data.Path));
        Assert.Equal("20260101-000000", Restoring.Apply(data.Path));
        Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine(data.Path, "faceweb.db")));
        Assert.False(File.Exists(Path.Combine(data.Path, "faceweb.db-wal")));
        Assert.False(Restoring.IsUnderWay(data.Path));

        // A mark without a backup: what is there stays, its log included.
        Restoring.Succeeded(data.Path);
        await File.WriteAllTextAsync(Path.Combine(data.Path, "faceweb.db-wal"), "new");
        await File.WriteAllTextAsync(Path.Combine(data.Path, "restoring.whole"), "20260101-000000");
        Assert.Null(Restoring.Apply(data.Path));
        Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine(data.Path, "faceweb.db-wal")));
        Assert.Null(Restoring.Waiting(data.Path));
    }

    [Fact]
    public async Task A_restore_that_was_killed_half_way_is_ended_by_the_next_start()
    {
        using var data = new DataFolder();
        using var backups = new DataFolder();
        var parts = new[] { "faceweb.db", "photos", "keys", "thumbs", "faceweb.db-wal" };
        // Whatever was moved by then: nothing, all that was there, or the first of what comes.
        for (var killed = 0; killed < 4; killed++)
        {
            Directory.Delete(data.Path, recursive: true);
            foreach (var folder in new[] { "photos", "keys", "thumbs", "restoring/photos", "restoring/keys", "before-restore" })
                Directory.CreateDirectory(Path.Combine(data.Path, folder));
            foreach (var file in new[] { "faceweb.db", "faceweb.db-wal", "photos/old", "keys/old", "thumbs/old" })
                await File.WriteAllTextAsync(Path.Combine(data.Path, file), "old");
            foreach (var file in new[] { "faceweb.db", "photos/new", "keys/new" })
                await File.WriteAllTextAsync(Path.Combine(data.Path, "restoring", file), "new");
            await File.WriteAllTextAsync(Path.Combine(data.Path, "restoring.whole"), "20260101-000000");
            if (killed >= 1)
                File.Move(Path.Combine(data.Path, "faceweb.db-wal"), Path.Combine(data.Path, "before-restore", "faceweb.db-wal"));
            if (killed >= 2)
                File.Move(Path.Combine(data.Path, "faceweb.db"), Path.Combine(data.Path, "before-restore", "faceweb.db"));
            if (killed >= 3)
                File.Move(Path.Combine(data.Path, "restoring", "faceweb.db"), Path.Combine(data.Path, "faceweb.db"));

            Assert.Equal("20260101-000000", Restoring.Apply(data.Path));
            Assert.Equal("new", await File.ReadAllTextAsync(Path.Combine(data.Path, "faceweb.db")));
            Assert.Equal(["new"], Directory.GetFiles(Path.Combine(data.Path, "photos")).Select(Path.GetFileName));
            Assert.Equal(["new"], Directory.GetFiles(Path.Combine(data.Path, "keys")).Select(Path.GetFileName));
            Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(data.Path, "before-restore", "faceweb.db")));
            Assert.All(parts, part => Assert.True(Path.Exists(Path.Combine(data.Path, "before-restore", part)), part));
            Assert.Null(Restoring.Apply(data.Path));
            Restoring.Succeeded(data.Path);
            Assert.False(Restoring.IsKeptAside(data.Path));
        }
    }

    [Fact]
    public void The_rule_keeps_days_weeks_and_months()
    {
        var noon = new DateTime(2026, 11, 26, 12, 0, 0, DateTimeKind.Utc);
        var moments = Enumerable.Range(0, 800).Select(i => noon.AddHours(-12 * i)).ToList();
        var kept = BackupRule.Kept(moments, new BackupOptions());
        // Seven days and the other one of the last; four weeks of which two begin within them, twelve months of which one does.
        Assert.Equal(8, kept.Count(m => m.Date > noon.Date.AddDays(-7)));
        Assert.InRange(kept.Count, 8 + 2 + 10, 8 + 4 + 12);
        Assert.Contains(kept, m => m is { Year: 2025, Month: 12 });
        Assert.DoesNotContain(kept, m => m < new DateTime(2025, 12, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Single(BackupRule.Kept([noon], new BackupOptions { KeepDays = 0, KeepWeeks = 0, KeepMonths = 0 }));
    }

    [Fact]
    public async Task An_older_database_is_kept_as_it_was_before_it_is_changed()
    {
        using var data = new DataFolder();
        await using (var db = new FaceWebDb(new DbContextOptionsBuilder<FaceWebDb>().UseSqlite($"Data Source={Path.Combine(data.Path, "faceweb.db")};Pooling=false").Options))
            await db.GetService<IMigrator>().MigrateAsync("20261125011351_GroupsAndPairs");
        await using (await RunningFaceWeb.StartInAsync(data.Path))
        {
        }
        var kept = Path.Combine(data.Path, "before-migration", "20261125011351_GroupsAndPairs.db");
        DatabaseCheck.Require(kept);
        Assert.DoesNotContain(DatabaseCopy.Texts(kept, "SELECT name FROM sqlite_master"), name => name == "ActionPeople");
        Assert.Contains(DatabaseCopy.Texts(Path.Combine(data.Path, "faceweb.db"), "SELECT name FROM sqlite_master"), name => name == "ActionPeople");
        await using (await RunningFaceWeb.StartInAsync(data.Path))
            Assert.Single(Directory.GetFiles(Path.Combine(data.Path, "before-migration")));
    }

    private static async Task<long> AlbumAsync(RunningFaceWeb faceWeb, string name, int photos)
    {
        var album = await faceWeb.Client.NewAlbumAsync(name);
        await faceWeb.Client.UploadAsync(album, Enumerable.Range(1, photos).Select(i => ($"{i}.jpg", Pictures.Jpeg(i, 64, 48))));
        await faceWeb.Client.AllDoneAsync();
        return album;
    }

    private static async Task<string> BackUpAsync(RunningFaceWeb faceWeb)
    {
        var answer = await faceWeb.Client.PostAsync(Uri("backups"), null);
        answer.EnsureSuccessStatusCode();
        using var job = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var ended = await faceWeb.Client.EndedAsync(job.RootElement.GetProperty("jobId").GetInt64());
        Assert.Equal("done", ended.GetProperty("state").GetString());
        return ended.GetProperty("message").GetString()!;
    }

    private static async Task<List<JsonElement>> ListAsync(RunningFaceWeb faceWeb) => [.. (await faceWeb.Client.ReadAsync("backups")).EnumerateArray()];

    private static Uri Uri(string path) => new($"/api/v1/{path}", UriKind.Relative);

    private static IConfiguration Settings(string dataDir, string folder) => new ConfigurationBuilder().AddInMemoryCollection(
        new Dictionary<string, string?> { ["FaceWeb:DataDir"] = dataDir, ["FaceWeb:Backup:Folder"] = folder }).Build();
}
