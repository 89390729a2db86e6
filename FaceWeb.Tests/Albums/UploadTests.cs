using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceWeb.Tests.Running;

namespace FaceWeb.Tests.Albums;

/// <summary>Uploads over HTTP into a running FaceWeb, and every kind of bad input: its sentence, and that the good file beside it is kept.</summary>
public sealed class UploadTests(UploadTests.SmallLimits limits) : IClassFixture<UploadTests.SmallLimits>
{
    private readonly RunningFaceWeb faceWeb = limits.FaceWeb;

    [Fact]
    public async Task A_photo_is_kept_byte_for_byte_and_listed()
    {
        var album = await faceWeb.NewAlbumAsync();
        var jpeg = Pictures.Jpeg(1, 640, 480);
        var photo = Assert.Single((await faceWeb.UploadAsync(album, ("holiday/2024/sea.jpg", jpeg))).Accepted);
        Assert.Equal("sea.jpg", photo.FileName);
        Assert.False(photo.Duplicate);
        Assert.Equal(jpeg, await faceWeb.Client.GetByteArrayAsync($"/api/v1/photos/{photo.PhotoId}/image?size=original"));
        var list = await faceWeb.Client.GetFromJsonAsync<JsonElement>($"/api/v1/albums/{album}/photos");
        Assert.Equal(1, list.GetProperty("total").GetInt32());
        var item = list.GetProperty("items")[0];
        Assert.Equal((640, 480), (item.GetProperty("width").GetInt32(), item.GetProperty("height").GetInt32()));
        Assert.Equal(JsonValueKind.Null, item.GetProperty("takenAt").ValueKind);
        Assert.Equal(JsonValueKind.Array, item.GetProperty("faces").ValueKind);
    }

    [Fact]
    public async Task A_text_file_named_jpg_is_refused() =>
        await OnlyTheBadOneIsRefused("notes.jpg", "Milk, bread, and a stamp for the letter."u8.ToArray(), "is not a picture that can be read here");

    [Fact]
    public async Task An_empty_file_is_refused() => await OnlyTheBadOneIsRefused("empty.jpg", [], "The file is empty (0 bytes)");

    [Fact]
    public async Task A_truncated_jpeg_is_refused() =>
        await OnlyTheBadOneIsRefused("half.jpg", Pictures.Jpeg(2)[..20_000], "The picture is cut off");

    [Fact]
    public async Task A_picture_of_20000_by_20000_is_refused_from_its_header() =>
        await OnlyTheBadOneIsRefused(
            "huge.png", Pictures.GreyPng(20_000, 20_000), "20,000 x 20,000 are 400 million pixels, and 150 million are allowed");

    [Fact]
    public async Task A_file_above_the_size_limit_is_refused() =>
        await OnlyTheBadOneIsRefused("large.jpg", [.. Pictures.Jpeg(3), .. new byte[4_000_000]], "The file is larger than 3 MB");

    [Fact]
    public async Task A_zip_above_its_own_limit_is_refused() =>
        await OnlyTheBadOneIsRefused(
            "large.zip", [.. Pictures.Zip(("a.jpg", Pictures.Jpeg(4))), .. new byte[9_000_000]], "The ZIP file is larger than 8 MB");

    [Fact]
    public async Task A_file_in_another_field_is_refused()
    {
        var album = await faceWeb.NewAlbumAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Jpeg(5)), "pictures", "a.jpg" } };
        var result = await (await faceWeb.Client.PostAsync(
            $"/api/v1/albums/{album}/photos", form)).Content.ReadFromJsonAsync<FaceWeb.Albums.Uploading.UploadResult>();
        Assert.Contains("in the field \"files\"", Assert.Single(result!.Rejected).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_without_a_file_or_album_is_refused()
    {
        var album = await faceWeb.NewAlbumAsync();
        using var none = new MultipartFormDataContent { { new StringContent("hello"), "comment" } };
        await faceWeb.RefusesAsync(HttpStatusCode.BadRequest, "The upload holds no file", c => c.PostAsync($"/api/v1/albums/{album}/photos", none));
        using var json = new StringContent("{}");
        await faceWeb.RefusesAsync(
            HttpStatusCode.UnsupportedMediaType, "Send the photos as multipart/form-data", c => c.PostAsync($"/api/v1/albums/{album}/photos", json));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Jpeg(5)), "files", "a.jpg" } };
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, "There is no album 987654", c => c.PostAsync("/api/v1/albums/987654/photos", form));
    }

    [Fact]
    public async Task The_same_photo_twice_is_one_photo()
    {
        var album = await faceWeb.NewAlbumAsync();
        var jpeg = Pictures.Jpeg(6);
        var result = await faceWeb.UploadAsync(album, ("first.jpg", jpeg), ("again.jpg", jpeg));
        Assert.Equal([false, true], result.Accepted.Select(a => a.Duplicate));
        Assert.Equal(result.Accepted[0].PhotoId, result.Accepted[1].PhotoId);
        Assert.Empty(result.Rejected);
        Assert.Equal(1, await faceWeb.PhotosOfAsync(album));

        // In another album it is a photo of its own.
        Assert.False(Assert.Single((await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("first.jpg", jpeg))).Accepted).Duplicate);
    }

    [Fact]
    public async Task The_same_photo_eight_times_at_once_is_one_photo()
    {
        var album = await faceWeb.NewAlbumAsync();
        var jpeg = Pictures.Jpeg(7);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => faceWeb.UploadAsync(album, ($"{i}.jpg", jpeg))));
        var accepted = results.SelectMany(r => r.Accepted).ToList();
        Assert.Equal(8, accepted.Count);
        Assert.Single(accepted, a => !a.Duplicate);
        Assert.Single(accepted.Select(a => a.PhotoId).Distinct());
        Assert.Equal(1, await faceWeb.PhotosOfAsync(album));
    }

    [Fact]
    public async Task A_file_name_of_300_characters_is_shortened_and_keeps_its_ending()
    {
        var album = await faceWeb.NewAlbumAsync();
        var photo = Assert.Single((await faceWeb.UploadAsync(album, (new string('n', 296) + ".jpg", Pictures.Jpeg(8)))).Accepted);
        Assert.Equal(new string('n', 251) + ".jpg", photo.FileName);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_keeps_the_files_before_the_break()
    {
        var album = await faceWeb.NewAlbumAsync();
        using var whole = new MultipartFormDataContent("b0undary")
        {
            { new ByteArrayContent(Pictures.Jpeg(9)), "files", "whole.jpg" },
            { new ByteArrayContent(Pictures.Jpeg(10)), "files", "broken.jpg" },
        };
        var bytes = await whole.ReadAsByteArrayAsync();
        using var cut = new ByteArrayContent(bytes[..^5_000]);
        cut.Headers.ContentType = whole.Headers.ContentType;
        var result = await (
            await faceWeb.Client.PostAsync($"/api/v1/albums/{album}/photos", cut)).Content.ReadFromJsonAsync<FaceWeb.Albums.Uploading.UploadResult>();
        Assert.Equal("whole.jpg", Assert.Single(result!.Accepted).FileName);
        Assert.Equal("broken.jpg", Assert.Single(result.Rejected).FileName);
        Assert.Contains("broke off", result.Rejected[0].Reason, StringComparison.Ordinal);
        await faceWeb.InboxGetsEmptyAsync();
    }

    [Fact]
    public async Task Nobody_uploads_without_signing_in()
    {
        using var nobody = faceWeb.NewClient(null);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Pictures.Jpeg(11)), "files", "a.jpg" } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostAsync("/api/v1/albums/1/photos", form)).StatusCode);
    }

    private async Task OnlyTheBadOneIsRefused(string name, byte[] bad, string sentence)
    {
        var album = await faceWeb.NewAlbumAsync();
        var seed = 1000 + name.Sum(c => c);
        var result = await faceWeb.UploadAsync(album, ("before.jpg", Pictures.Jpeg(seed)), (name, bad), ("after.jpg", Pictures.Jpeg(seed + 5000)));
        var rejected = Assert.Single(result.Rejected);
        Assert.Equal(name, rejected.FileName);
        Assert.Contains(sentence, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(["before.jpg", "after.jpg"], result.Accepted.Select(a => a.FileName));
        Assert.Equal(2, await faceWeb.PhotosOfAsync(album));
    }

    /// <summary>A FaceWeb whose limits are small enough to be passed quickly.</summary>
    public sealed class SmallLimits : IAsyncLifetime
    {
        public RunningFaceWeb FaceWeb { get; private set; } = null!;

        public async Task InitializeAsync() =>
            FaceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Upload:MaxFileBytes=3000000", "--FaceWeb:Upload:MaxZipBytes=8000000");

        public Task DisposeAsync() => FaceWeb.DisposeAsync().AsTask();
    }
}
