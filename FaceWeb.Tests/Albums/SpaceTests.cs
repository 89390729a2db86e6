using System.Net;
using System.Security.Cryptography;
using FaceWeb.Api;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Store;
using FaceWeb.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace FaceWeb.Tests.Albums;

/// <summary>No space left, and albums that go away while something is done with them.</summary>
public sealed class SpaceTests
{
    [Fact]
    public async Task A_full_quota_is_said_and_deleting_makes_room_again()
    {
        var (first, second) = (Pictures.Jpeg(201), Pictures.Jpeg(202));
        await using var faceWeb = await RunningFaceWeb.StartAsync($"--FaceWeb:Upload:QuotaBytes={first.Length + second.Length / 2}");
        var album = await faceWeb.NewAlbumAsync();
        var result = await faceWeb.UploadAsync(album, ("first.jpg", first), ("second.jpg", second), ("first again.jpg", first));
        Assert.Equal([("first.jpg", false), ("first again.jpg", true)], result.Accepted.Select(a => (a.FileName, a.Duplicate)));
        Assert.Equal("second.jpg", Assert.Single(result.Rejected).FileName);
        Assert.Contains("The space for photos is used up", result.Rejected[0].Reason, StringComparison.Ordinal);

        // Nothing could be taken: the status says so too.
        using var form = new MultipartFormDataContent { { new ByteArrayContent(second), "files", "second.jpg" } };
        await faceWeb.RefusesAsync(
            HttpStatusCode.InsufficientStorage, "The space for photos is used up", c => c.PostAsync($"/api/v1/albums/{album}/photos", form));
        await faceWeb.InboxGetsEmptyAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync($"/api/v1/photos/{result.Accepted[0].PhotoId}")).StatusCode);
        await faceWeb.EmptyTrashAsync();
        Assert.Single((await faceWeb.UploadAsync(album, ("second.jpg", second))).Accepted);
    }

    [SkippableFact]
    public async Task A_full_disk_is_said()
    {
        Skip.IfNot(File.Exists("/dev/full"), "There is no /dev/full, which stands for a full disk.");
        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Disk.TryAsync(() => full.WriteAsync(new byte[100])));
        Assert.Equal(507, refused.Status);
        Assert.Contains("disk is full", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_album_deleted_during_an_upload_is_said_and_leaves_no_file()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await faceWeb.NewAlbumAsync();
        var deleted = new TaskCompletionSource();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Pictures.Jpeg(203)), "files", "before.jpg" },
            { new WaitingContent(Pictures.Jpeg(204), deleted.Task), "files", "after.jpg" },
        };
        var upload = faceWeb.Client.PostAsync($"/api/v1/albums/{album}/photos", form);
        while (await faceWeb.PhotosOfAsync(album) == 0)
            await Task.Delay(50);
        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync($"/api/v1/albums/{album}")).StatusCode);
        await faceWeb.EmptyTrashAsync();
        deleted.SetResult();
        var result = await AlbumCalls.ResultAsync(await upload);
        Assert.Equal("after.jpg", Assert.Single(result.Rejected).FileName);
        Assert.Contains("The album was deleted while this photo was being uploaded", result.Rejected[0].Reason, StringComparison.Ordinal);
        await StoreGetsEmpty(faceWeb);
    }

    [Fact]
    public async Task A_photo_that_its_deleted_album_refuses_leaves_the_same_one_in_the_trash_its_file()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var album = await faceWeb.NewAlbumAsync();
        var deleted = new TaskCompletionSource();
        var photo = Pictures.Jpeg(206);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(photo), "files", "before.jpg" },
            { new WaitingContent(photo, deleted.Task), "files", "after.jpg" },
        };
        var upload = faceWeb.Client.PostAsync($"/api/v1/albums/{album}/photos", form);
        while (await faceWeb.PhotosOfAsync(album) == 0)
            await Task.Delay(50);
        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync($"/api/v1/albums/{album}")).StatusCode);
        deleted.SetResult();
        var result = await AlbumCalls.ResultAsync(await upload);
        Assert.Equal("after.jpg", Assert.Single(result.Rejected).FileName);
        var store = faceWeb.App.Services.GetRequiredService<PhotoStore>();
        Assert.Equal(photo, await File.ReadAllBytesAsync(store.PathOf(Convert.ToHexStringLower(SHA256.HashData(photo)))));
    }

    [Fact]
    public async Task An_album_deleted_while_it_is_analysed_leaves_no_file_and_harms_no_other()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var (going, staying) = (await faceWeb.NewAlbumAsync("Going"), await faceWeb.NewAlbumAsync("Staying"));
        var shared = Pictures.Jpeg(205);
        await faceWeb.UploadAsync(
            going, [("shared.jpg", shared), .. Enumerable.Range(0, 6).Select(i => ($"{i}.jpg", Pictures.Jpeg(210 + i, 1600, 1200)))]);
        var kept = Assert.Single((await faceWeb.UploadAsync(staying, ("shared.jpg", shared))).Accepted);
        Assert.Equal(HttpStatusCode.NoContent, (await faceWeb.Client.DeleteAsync($"/api/v1/albums/{going}")).StatusCode);
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, $"There is no album {going}", c => c.GetAsync($"/api/v1/albums/{going}"));
        Assert.Equal(shared, await faceWeb.Client.GetByteArrayAsync($"/api/v1/photos/{kept.PhotoId}/image?size=original"));
        await faceWeb.Client.DeleteAsync($"/api/v1/albums/{staying}");
        await faceWeb.EmptyTrashAsync();
        await StoreGetsEmpty(faceWeb);
    }

    [Fact]
    public async Task The_sweep_removes_what_no_photo_names_and_a_start_what_was_half_received()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-test-").FullName;
        try
        {
            var orphan = Path.Combine(folder, "photos", "ab", "ab" + new string('0', 62));
            var stale = Path.Combine(folder, "tmp", "0123.part");
            foreach (var path in new[] { orphan, stale })
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllBytesAsync(path, [1, 2, 3]);
            }
            await using var faceWeb = await RunningFaceWeb.StartInAsync(folder);
            Assert.False(File.Exists(stale));
            var kept = Assert.Single((await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("a.jpg", Pictures.Jpeg(220)))).Accepted);
            Assert.Equal(1, await faceWeb.UseAsync<StoreSweep, int>(sweep => sweep.SweepAllAsync()));
            Assert.False(File.Exists(orphan));
            Assert.Equal(HttpStatusCode.OK, (await faceWeb.Client.GetAsync($"/api/v1/photos/{kept.PhotoId}/image?size=original")).StatusCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Small_pictures_made_while_their_photo_is_deleted_do_not_stay()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var store = faceWeb.App.Services.GetRequiredService<PhotoStore>();
        var hash = new string('c', 64);
        Directory.CreateDirectory(Path.GetDirectoryName(store.PathOf(hash))!);
        var jpeg = Pictures.Jpeg(230, 48, 32);
        for (var i = 0; i < 200; i++)
        {
            await File.WriteAllBytesAsync(store.PathOf(hash), jpeg);
            using var pixels = PhotoPixels.Decode(store.PathOf(hash), new PhotoLimits());
            using var start = new Barrier(2);
            await Task.WhenAll(
                Task.Run(() => { start.SignalAndWait(); store.SaveThumbnails(hash, pixels, PhotoTurn.None); }),
                Task.Run(() => { start.SignalAndWait(); Thread.SpinWait(i * 300); store.Remove(hash); }));
            Assert.Empty(store.Hashes());
        }
    }

    // Analyses that were under way may end, and drop what they made, a moment after the album.
    private static async Task StoreGetsEmpty(RunningFaceWeb faceWeb)
    {
        string[] Files() => [.. FilesIn("photos"), .. FilesIn("thumbs")];
        string[] FilesIn(string folder) => Directory.GetFiles(Path.Combine(faceWeb.DataDir, folder), "*", SearchOption.AllDirectories);
        for (var i = 0; i < 200 && Files().Length > 0; i++)
            await Task.Delay(100);
        Assert.Empty(Files());
    }

    private sealed class WaitingContent(byte[] bytes, Task gate) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            await gate;
            await stream.WriteAsync(bytes);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
