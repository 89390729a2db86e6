using System.Diagnostics;
using FaceWeb.Store;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Video;

namespace FaceWeb.Tests.Videos;

/// <summary>Videos in AV1, which OpenCV's FFmpeg cannot decode, are looked at all the same where there is an ffmpeg program.</summary>
public sealed class Av1Tests
{
    private static readonly string[] Encoders = ["libsvtav1", "libaom-av1"];

    [SkippableTheory]
    [InlineData("mp4", "video/mp4")]
    [InlineData("webm", "video/webm")]
    [InlineData("mkv", "video/x-matroska")]
    public async Task Its_faces_are_found_as_in_the_same_film_packed_otherwise(string container, string type)
    {
        var (plain, av1) = Films(container);
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var ids = await client.UploadAsync(await client.NewAlbumAsync("Packed twice"), [("film.webm", plain), ($"film.{container}", av1)]);
        var photo = await client.ReadAsync($"photos/{ids[1]}");
        Assert.Equal((480, 360), (photo.GetProperty("width").GetInt32(), photo.GetProperty("height").GetInt32()));
        Assert.InRange(photo.GetProperty("duration").GetInt64(), 4400, 4700);

        // It has a picture at once, and what a browser gets is the original.
        Assert.Equal((byte)0xff, (await client.GetByteArrayAsync($"/api/v1/photos/{ids[1]}/image?size=thumb"))[0]);
        using var original = await client.GetAsync($"/api/v1/photos/{ids[1]}/image?size=original");
        Assert.Equal(type, original.Content.Headers.ContentType?.MediaType);
        Assert.Equal(av1, await original.Content.ReadAsByteArrayAsync());

        await client.AllDoneAsync();
        Assert.Equal("analysed", (await client.ReadAsync($"photos/{ids[1]}")).GetProperty("state").GetString());
        var expected = await TracksAsync(client, ids[0]);
        var tracks = await TracksAsync(client, ids[1]);
        Assert.Equal(4, expected.Count);
        Assert.Equal(expected.Count, tracks.Count);
        foreach (var (one, other) in expected.Zip(tracks))
        {
            // Two frames, and a tenth of a face.
            Assert.InRange(other.Start - one.Start, -170, 170);
            Assert.InRange(other.End - one.End, -170, 170);
            Assert.InRange(Math.Abs(other.X - one.X) / one.Width, 0, 0.1);
        }

        // Looked at again without its copy it gets another, and deleted for good it leaves nothing.
        var copies = Directory.GetFiles(Path.Combine(faceWeb.DataDir, "thumbs"), "*-readable.mp4", SearchOption.AllDirectories);
        File.Delete(Assert.Single(copies));
        await client.PostAsync($"photos/{ids[1]}/analyse");
        await client.AllDoneAsync();
        Assert.Equal(tracks.Count, (await TracksAsync(client, ids[1])).Count);
        Assert.True(File.Exists(copies[0]));
        await faceWeb.UseAsync<PhotoStore, bool>(store =>
        {
            store.Remove(Path.GetFileName(copies[0])[..64]);
            return Task.FromResult(true);
        });
        Assert.False(File.Exists(copies[0]));
        Assert.Empty(Directory.GetFiles(Path.Combine(faceWeb.DataDir, "tmp")));
    }

    [SkippableFact]
    public async Task Where_there_is_no_ffmpeg_it_is_refused_with_what_to_install()
    {
        var (_, av1) = Films("mp4");
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Films:Ffmpeg=/nowhere/ffmpeg");
        var result = await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("film.mp4", av1), ("good.jpg", Pictures.Jpeg(8)));
        var reason = Assert.Single(result.Rejected).Reason;
        Assert.Contains("AV1", reason, StringComparison.Ordinal);
        Assert.Contains("apt install ffmpeg", reason, StringComparison.Ordinal);
        Assert.Single(result.Accepted);
        await faceWeb.InboxGetsEmptyAsync();
    }

    [SkippableFact]
    public async Task A_damaged_one_gets_its_sentence()
    {
        var (_, av1) = Films("webm");
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        // All pictures: from the first cluster on.
        var pictures = av1.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x1f, 0x43, 0xb6, 0x75]);
        Assert.True(pictures > 0);
        av1.AsSpan(pictures + 12).Fill(0xff);
        var result = await faceWeb.UploadAsync(await faceWeb.NewAlbumAsync(), ("film.webm", av1));
        Assert.Contains("damaged", Assert.Single(result.Rejected).Reason, StringComparison.Ordinal);
        await faceWeb.InboxGetsEmptyAsync();
    }

    // The same film as VP8 and as AV1.
    private static (byte[] Plain, byte[] Av1) Films(string container)
    {
        ClipCopies.RequireFfmpeg();
        var encoder = EncoderOrSkip();
        var plain = PortraitFilm.MakeForBrowsers();
        using var copies = new ClipCopies();
        var path = Path.Combine(Path.GetTempPath(), $"faceweb-film-{Guid.NewGuid():n}.webm");
        try
        {
            File.WriteAllBytes(path, plain);
            string[] arguments = encoder == "libsvtav1" ? ["-preset", "10", "-crf", "30"] : ["-cpu-used", "8", "-crf", "30"];
            return (plain, File.ReadAllBytes(copies.Make(path, $"film.{container}", ["-c:v", encoder, .. arguments])));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string EncoderOrSkip()
    {
        var start = new ProcessStartInfo("ffmpeg", "-hide_banner -loglevel error -encoders") { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var known = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var encoder = Encoders.FirstOrDefault(name => known.Contains(name, StringComparison.Ordinal));
        Skip.If(encoder is null, "This ffmpeg can pack no AV1: it has neither libsvtav1 nor libaom-av1.");
        return encoder!;
    }

    private static async Task<List<(long Start, long End, double X, double Width)>> TracksAsync(HttpClient client, long id) =>
        [.. (await client.ReadAsync($"photos/{id}/tracks")).GetProperty("tracks").EnumerateArray().Select(track =>
        {
            var box = track.GetProperty("sightings")[0];
            return (track.GetProperty("start").GetInt64(), track.GetProperty("end").GetInt64(), box[1].GetDouble(), box[3].GetDouble());
        }).OrderBy(track => track.Item1).ThenBy(track => track.Item3)];
}
