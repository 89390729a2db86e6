using System.Diagnostics;
using System.Net;
using FaceWeb.Pipeline.Video;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;

namespace FaceWeb.Tests.Albums;

/// <summary>A motion photo stays one photo, and the clip inside it is found and played from it.</summary>
public sealed class MotionPhotoTests
{
    private static readonly byte[] Jpeg = Pictures.Jpeg(21);

    private static readonly byte[] Film = MotionPhoto.AlmostFilm;

    public static TheoryData<string> Kinds { get; } = ["google", "google and more", "micro video", "samsung", "heic"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_clip_is_found_where_each_kind_of_phone_puts_it(string kind)
    {
        var photo = Photo(kind);
        var clip = Find(photo);
        Assert.NotNull(clip);
        Assert.Equal("video/mp4", clip.MimeType);
        Assert.Equal(Film, photo[(int)clip.Offset..(int)(clip.Offset + clip.Length)]);
    }

    [Fact]
    public void A_photo_that_has_none_or_lies_about_it_has_none()
    {
        Assert.Null(Find(Jpeg));
        Assert.Null(Find([]));
        Assert.Null(Find([.. Jpeg, .. Film]));
        foreach (var said in new[] { "0", "1", "-5", "12", "999999999999", "9999999999999999999999", "many", $"{Film.Length + 1}" })
            Assert.Null(Find(MotionPhoto.OfMicroVideo(Jpeg, Film, said)));
        // What is there is no film.
        Assert.Null(Find(MotionPhoto.OfGoogle(Jpeg, new byte[600])));
        Assert.Null(Find(MotionPhoto.OfSamsung(Jpeg, new byte[600])));
        Assert.Null(Find(MotionPhoto.OfHeic(new byte[600])));
        // A video is no motion photo.
        Assert.Null(Find(Film));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_one_is_read_quickly_and_without_an_error(string kind)
    {
        var whole = Photo(kind);
        var random = new Random(7);
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < 200; round++)
        {
            var damaged = whole[..random.Next(1, whole.Length + 1)];
            for (var i = 0; i < 6; i++)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (Find(damaged) is { } clip)
                Assert.InRange(clip.Offset + clip.Length, 1, damaged.Length);
        }
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task It_is_taken_as_one_photo_and_its_clip_is_served_in_parts()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var album = await client.NewAlbumAsync("From a phone");
        var photo = MotionPhoto.OfGoogle(Jpeg, Film, behind: new byte[50]);
        var ids = await client.UploadAsync(album, [("PXL_1.MP.jpg", photo), ("plain.jpg", Pictures.Jpeg(22))]);
        await client.AllDoneAsync();
        Assert.Equal(2, await faceWeb.PhotosOfAsync(album));
        var view = await client.ReadAsync($"photos/{ids[0]}");
        Assert.Equal("analysed", view.GetProperty("state").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, view.GetProperty("duration").ValueKind);

        var address = $"/api/v1/photos/{ids[0]}/motion";
        using var whole = await client.GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, "video/mp4", "PXL_1.MP.mp4"),
            (whole.StatusCode, whole.Content.Headers.ContentType?.MediaType, whole.Content.Headers.ContentDisposition?.FileNameStar));
        Assert.Equal(Film, await whole.Content.ReadAsByteArrayAsync());
        foreach (var (from, to) in new (long?, long?)[] { (0, 9), (100, 299), (500, null), (null, 7) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Range = new(from, to);
            using var part = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
            var expected = from is null ? Film[^(int)to!..] : Film[(int)from..(to is null ? Film.Length : (int)to + 1)];
            Assert.Equal(expected, await part.Content.ReadAsByteArrayAsync());
        }
        using var beyond = new HttpRequestMessage(HttpMethod.Get, address);
        beyond.Headers.Range = new(Film.Length, null);
        using var refused = await client.SendAsync(beyond);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, refused.StatusCode);

        // The original is the whole file; a photo without a clip, one that is not there, and strangers get none.
        Assert.Equal(photo, await client.GetByteArrayAsync($"/api/v1/photos/{ids[0]}/image?size=original"));
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, "has no clip", c => c.GetAsync($"/api/v1/photos/{ids[1]}/motion"));
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, "photo", c => c.GetAsync("/api/v1/photos/999999/motion"));
        using var stranger = faceWeb.NewClient(null);
        using var unknown = await stranger.GetAsync(address);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);

        // It goes with its photo, and comes back with it.
        using var deleted = await client.DeleteAsync($"/api/v1/photos/{ids[0]}");
        using var gone = await client.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        await client.UploadAsync(album, [("PXL_1.MP.jpg", photo)]);
        Assert.Equal(Film, await client.GetByteArrayAsync(address));
    }

    private static byte[] Photo(string kind) => kind switch
    {
        "google" => MotionPhoto.OfGoogle(Jpeg, Film),
        "google and more" => MotionPhoto.OfGoogle(Jpeg, Film, behind: [1, 2, 3]),
        "micro video" => MotionPhoto.OfMicroVideo(Jpeg, Film),
        "samsung" => MotionPhoto.OfSamsung(Jpeg, Film),
        _ => MotionPhoto.OfHeic(Film),
    };

    private static MotionClip? Find(byte[] content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            return MotionClip.Find(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
