using System.Net;
using System.Text.Json;
using FaceWeb.Store;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Videos;

namespace FaceWeb.Tests.Albums;

/// <summary>
/// A Live Photo's film belongs to its photo: one photo in the album, played from its page, deleted, restored and backed up with it.
/// </summary>
public sealed class LivePhotoTests
{
    private static readonly byte[] Photo = Pictures.Jpeg(71);

    [SkippableFact]
    public async Task The_film_that_follows_its_photo_goes_where_the_photo_goes()
    {
        var film = SmallFilm.MakeAsPhonesDo([], 3, "mov");
        using var data = new DataFolder();
        using var backups = new DataFolder();
        await using var faceWeb = await RunningFaceWeb.StartInAsync(data.Path, $"--FaceWeb:Backup:Folder={backups.Path}");
        var client = faceWeb.Client;
        var album = await faceWeb.NewAlbumAsync();
        var taken = await faceWeb.UploadAsync(album, ("IMG_0001.JPG", Photo), ("IMG_0001.MOV", film));
        Assert.Equal(2, taken.Accepted.Count);
        var id = Assert.Single(taken.Accepted.Select(a => a.PhotoId).Distinct());
        await client.AllDoneAsync();
        Assert.Equal(1, await faceWeb.PhotosOfAsync(album));
        Assert.Equal(JsonValueKind.Null, (await client.ReadAsync($"photos/{id}")).GetProperty("duration").ValueKind);
        await PlaysAsync(client, id, film);

        // Uploaded once more it is known.
        var again = Assert.Single((await faceWeb.UploadAsync(album, ("IMG_0001.MOV", film))).Accepted);
        Assert.Equal((id, true), (again.PhotoId, again.Duplicate));

        // No sweep takes it, and a backup has it.
        Assert.Equal(0, await faceWeb.UseAsync<StoreSweep, int>(sweep => sweep.SweepAllAsync()));
        using (var started = await client.PostAsync("/api/v1/backups", null))
        {
            using var job = JsonDocument.Parse(await started.Content.ReadAsStringAsync());
            var ended = await client.EndedAsync(job.RootElement.GetProperty("jobId").GetInt64());
            Assert.Equal("done", ended.GetProperty("state").GetString());
        }
        var backedUp = Directory.GetFiles(backups.Path, "*", SearchOption.AllDirectories);
        Assert.Contains(backedUp, file => film.AsSpan().SequenceEqual(File.ReadAllBytes(file)));

        // Into the trash and back.
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"/api/v1/photos/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/v1/photos/{id}/motion")).StatusCode);
        Assert.Equal(0, await faceWeb.UseAsync<StoreSweep, int>(sweep => sweep.SweepAllAsync()));
        var item = (await client.ReadAsync("trash")).GetProperty("items")[0].GetProperty("id").GetInt64();
        Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsync($"/api/v1/trash/{item}/bring-back", null)).StatusCode);
        await PlaysAsync(client, id, film);

        // Deleted for good, both files go.
        await client.DeleteAsync($"/api/v1/photos/{id}");
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(data.Path, "photos"), "*", SearchOption.AllDirectories));
        await faceWeb.EmptyTrashAsync();
        Assert.Empty(Directory.GetFiles(Path.Combine(data.Path, "photos"), "*", SearchOption.AllDirectories));
    }

    [SkippableFact]
    public async Task What_is_no_clip_stays_a_video()
    {
        var film = SmallFilm.MakeAsPhonesDo([], 2, "mov");
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await faceWeb.NewAlbumAsync();

        // Of another name, too long, in another container, of two photos.
        await faceWeb.UploadAsync(album, ("IMG_0001.JPG", Photo), ("IMG_00010.MOV", film));
        Assert.Equal(2, await faceWeb.PhotosOfAsync(album));
        var second = await faceWeb.NewAlbumAsync("Second");
        await faceWeb.UploadAsync(second, ("IMG_00020.MOV", film), ("IMG_0002.JPG", Photo));
        await faceWeb.UploadAsync(second, ("IMG_0003.MOV", SmallFilm.MakeAsPhonesDo([], 7, "mov")), ("IMG_0003.JPG", Pictures.Jpeg(73)));
        Assert.Equal(4, await faceWeb.PhotosOfAsync(second));
        var third = await faceWeb.NewAlbumAsync("Third");
        await faceWeb.UploadAsync(
            third, ("IMG_0003.JPG", Photo), ("IMG_0003.MOV", SmallFilm.MakeAsPhonesDo([], 7, "mov")),
            ("IMG_0003.MP4", SmallFilm.MakeAsPhonesDo([], 2)));
        Assert.Equal(3, await faceWeb.PhotosOfAsync(third));
        var fourth = await faceWeb.NewAlbumAsync("Fourth");
        await faceWeb.UploadAsync(fourth, ("IMG_0004.JPG", Photo), ("IMG_0004.jpeg", Pictures.Jpeg(72)), ("IMG_0004.MOV", film));
        Assert.Equal(3, await faceWeb.PhotosOfAsync(fourth));

        // A photo has one clip.
        var fifth = await faceWeb.NewAlbumAsync("Fifth");
        await faceWeb.UploadAsync(
            fifth, ("IMG_0005.JPG", Photo), ("IMG_0005.MOV", film), ("IMG_0005.mov", SmallFilm.MakeAsPhonesDo([], 3, "mov")));
        Assert.Equal(2, await faceWeb.PhotosOfAsync(fifth));
        await client.AllDoneAsync();

        // The same film may be a clip here and a video there: it stays as long as either is there.
        await client.DeleteAsync($"/api/v1/albums/{fifth}");
        await faceWeb.EmptyTrashAsync();
        var video = (await client.ReadAsync($"albums/{fourth}/photos")).GetProperty("items").EnumerateArray()
            .Single(p => p.GetProperty("duration").ValueKind != JsonValueKind.Null).GetProperty("id").GetInt64();
        Assert.Equal(film, await client.GetByteArrayAsync($"/api/v1/photos/{video}/image?size=original"));
    }

    private static async Task PlaysAsync(HttpClient client, long id, byte[] film)
    {
        using var clip = await client.GetAsync($"/api/v1/photos/{id}/motion");
        Assert.Equal(("video/quicktime", "IMG_0001.mov"),
            (clip.Content.Headers.ContentType?.MediaType, clip.Content.Headers.ContentDisposition?.FileNameStar));
        Assert.Equal(film, await clip.Content.ReadAsByteArrayAsync());
    }
}
