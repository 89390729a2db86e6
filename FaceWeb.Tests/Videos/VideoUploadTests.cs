using System.Text.Json;
using FaceWeb.Pipeline.Video;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Video;
using FaceWeb.Videos;

namespace FaceWeb.Tests.Videos;

/// <summary>Videos are taken in wherever photos are, by their content; what cannot be used gets its sentence, and the server goes on.</summary>
public sealed class VideoUploadTests(VideoUploadTests.SmallLimits limits) : IClassFixture<VideoUploadTests.SmallLimits>
{
    private readonly RunningFaceWeb faceWeb = limits.FaceWeb;

    [Fact]
    public async Task A_video_is_taken_whatever_it_is_called_and_served_in_parts()
    {
        var film = SmallFilm.Make([], 1);
        var album = await faceWeb.NewAlbumAsync();
        var accepted = (await faceWeb.UploadAsync(album, ("film.jpg", film))).Accepted;
        var id = Assert.Single(accepted).PhotoId;
        var photo = await faceWeb.Client.ReadAsync($"photos/{id}");
        Assert.Equal((480, 360), (photo.GetProperty("width").GetInt32(), photo.GetProperty("height").GetInt32()));
        Assert.InRange(photo.GetProperty("duration").GetInt64(), 900, 1100);

        // A player asks for parts.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/photos/{id}/image?size=original");
        request.Headers.Range = new(100, 199);
        using var part = await faceWeb.Client.SendAsync(request);
        Assert.Equal(System.Net.HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("video/x-msvideo", part.Content.Headers.ContentType?.MediaType);
        Assert.Equal(film[100..200], await part.Content.ReadAsByteArrayAsync());

        // It has a picture at once.
        var thumb = await faceWeb.Client.GetByteArrayAsync($"/api/v1/photos/{id}/image?size=thumb");
        Assert.Equal((byte)0xff, thumb[0]);
        await faceWeb.Client.AllDoneAsync();
        Assert.Equal("analysed", (await faceWeb.Client.ReadAsync($"photos/{id}")).GetProperty("state").GetString());
        Assert.Equal(0, (await faceWeb.Client.ReadAsync($"photos/{id}/tracks")).GetProperty("tracks").GetArrayLength());

        // Nobody draws on it or turns it.
        await faceWeb.RefusesAsync(System.Net.HttpStatusCode.Conflict, "turned by itself", c => Post(c, $"photos/{id}/turn", """{"degrees":90}"""));
        await faceWeb.RefusesAsync(
            System.Net.HttpStatusCode.Conflict, "Boxes are drawn on photos",
            c => Post(c, $"photos/{id}/faces", """{"box":{"x":10,"y":10,"width":50,"height":50}}"""));
        await faceWeb.RefusesAsync(
            System.Net.HttpStatusCode.BadRequest, "json, csv or vtt", c => c.GetAsync($"/api/v1/photos/{id}/appearances?format=pdf"));
    }

    [Fact]
    public Task A_text_named_mp4_is_refused() => RefusedAsync("a.mp4", "no video at all"u8.ToArray(), "is not a picture that can be read here");

    [Fact]
    public Task A_head_without_a_video_is_refused() =>
        RefusedAsync("a.mp4", [0, 0, 0, 16, .. "ftypisom"u8, 0, 0, 0, 0, .. new byte[500]], "cannot be read");

    [Fact]
    public Task A_video_above_the_size_limit_is_refused() =>
        RefusedAsync("large.avi", [.. SmallFilm.Make([], 1), .. new byte[3_000_000]], "The video is larger than 2 MB");

    [Fact]
    public Task A_video_above_the_length_limit_is_refused() => RefusedAsync("long.avi", SmallFilm.Make([], 9), "The video is too long");

    [Fact]
    public async Task A_picture_is_no_video()
    {
        var id = Assert.Single((await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("a.jpg", Pictures.Jpeg(7)))).Accepted).PhotoId;
        Assert.Equal(JsonValueKind.Null, (await faceWeb.Client.ReadAsync($"photos/{id}")).GetProperty("duration").ValueKind);
        await faceWeb.RefusesAsync(System.Net.HttpStatusCode.NotFound, "is a picture and no video", c => c.GetAsync($"/api/v1/photos/{id}/tracks"));
    }

    [SkippableTheory]
    [InlineData("sound.m4a", "-vn -c:a aac", "holds only sound")]
    [InlineData("sound.mka", "-vn -c:a libopus", "holds only sound")]
    public async Task What_has_no_picture_that_can_be_read_is_refused(string name, string arguments, string sentence)
    {
        ClipCopies.RequireFfmpeg();
        using var copies = new ClipCopies();
        var clip = Repository.SharedOrSkip("data", "video", "short_hamilton_clip.mp4");
        await RefusedAsync(name, await File.ReadAllBytesAsync(copies.Make(clip, name, arguments.Split(' '))), sentence);
    }

    [SkippableTheory]
    [InlineData("film.mp4", "location", "")]
    [InlineData("film.mov", "location", "")]
    [InlineData("film.mov", "com.apple.quicktime.location.ISO6709", "-movflags use_metadata_tags")]
    [InlineData("film.mkv", "location", "")]
    [InlineData("film.mkv", "com.apple.quicktime.location.ISO6709", "")]
    [InlineData("film.webm", "location", "-c:v libvpx")]
    public async Task A_video_says_when_and_where_it_was_taken(string name, string place, string arguments)
    {
        ClipCopies.RequireFfmpeg();
        using var copies = new ClipCopies();
        var film = Path.Combine(Path.GetTempPath(), $"faceweb-film-{Guid.NewGuid():n}.avi");
        try
        {
            await File.WriteAllBytesAsync(film, SmallFilm.Make([], 1));
            string[] said = ["-metadata", "creation_time=2024-05-06T07:08:09Z", "-metadata", $"{place}=+47.3769-008.5417/"];
            var copy = copies.Make(film, name, ["-c:v", "mpeg4", .. said, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
            var uploaded = await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), (name, await File.ReadAllBytesAsync(copy)));
            var id = Assert.Single(uploaded.Accepted).PhotoId;
            var taken = (await faceWeb.Client.ReadAsync($"photos/{id}")).GetProperty("takenAt").GetDateTime();
            Assert.Equal(new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc), taken);
            var video = await faceWeb.UseAsync<VideoService, VideoView>(videos => videos.FindAsync(id));
            Assert.Equal(47.3769, video.Latitude!.Value, 0.0001);
            Assert.Equal(-8.5417, video.Longitude!.Value, 0.0001);
            Assert.Equal("47.3769° N, 8.5417° W", VideoWords.Place(47.3769, -8.5417));
        }
        finally
        {
            File.Delete(film);
        }
    }

    [Theory]
    [InlineData("+47.3769+008.5417+408.5/", 47.3769, 8.5417)]
    [InlineData("-33.8688+151.2093CRSWGS_84/", -33.8688, 151.2093)]
    [InlineData("+00.0000+000.0000/", null, null)]
    [InlineData("+99.0000+000.0000/", null, null)]
    [InlineData("Zurich", null, null)]
    [InlineData(null, null, null)]
    public void A_place_is_read_as_ISO_6709_writes_it(string? text, double? latitude, double? longitude) =>
        Assert.Equal((latitude, longitude), VideoOrigin.PlaceOf(text));

    [Theory]
    [InlineData("0000001866747970 6d703432 00000000", "video/mp4")]
    [InlineData("0000001466747970 71742020 00000000", "video/quicktime")]
    [InlineData("0000001866747970 33677034 00000000", "video/3gpp")]
    [InlineData("0000001866747970 68656963 00000000", null)]
    [InlineData("0000001866747970 61766966 00000000", null)]
    [InlineData("0000001866747970 63727820 00000000", null)]
    [InlineData("1a45dfa3 9f4286810142f7810142f2810442f381084282847765626d", "video/webm")]
    [InlineData("1a45dfa3 a34286810142f7810142f2810442f38108428288 6d6174726f736b61", "video/x-matroska")]
    [InlineData("52494646 00000000 41564920 4c495354", "video/x-msvideo")]
    [InlineData("52494646 00000000 57454250 56503820", null)]
    [InlineData("ffd8ffe0 00104a46 49460001 01000001", null)]
    public void A_video_is_known_by_its_first_bytes(string head, string? type) =>
        Assert.Equal(type, VideoFormat.MimeTypeOf(Convert.FromHexString(head.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData(188, 0)]
    [InlineData(192, 4)]
    public void A_transport_stream_is_known_by_its_packets(int packet, int first)
    {
        var head = new byte[1024];
        for (var at = first; at < head.Length; at += packet)
            head[at] = 0x47;
        Assert.Equal("video/mp2t", VideoFormat.MimeTypeOf(head));
        head[first + (2 * packet)] = 0;
        Assert.Null(VideoFormat.MimeTypeOf(head));
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string path, string json) =>
        client.PostAsync($"/api/v1/{path}", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));

    private async Task RefusedAsync(string name, byte[] content, string sentence)
    {
        var album = await faceWeb.NewAlbumAsync();
        var result = await faceWeb.UploadAsync(album, (name, content), ("good.jpg", Pictures.Jpeg(8)));
        Assert.Contains(sentence, Assert.Single(result.Rejected).Reason, StringComparison.Ordinal);
        Assert.Single(result.Accepted);
        Assert.Equal(1, await faceWeb.PhotosOfAsync(album));
        await faceWeb.InboxGetsEmptyAsync();
    }

    /// <summary>A FaceWeb that takes little.</summary>
    public sealed class SmallLimits : IAsyncLifetime
    {
        public RunningFaceWeb FaceWeb { get; private set; } = null!;

        public async Task InitializeAsync() =>
            FaceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Upload:MaxVideoBytes=2000000", "--FaceWeb:Upload:MaxVideoDuration=00:00:08");

        public Task DisposeAsync() => FaceWeb.DisposeAsync().AsTask();
    }
}
