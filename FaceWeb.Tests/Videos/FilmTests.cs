using System.Net;
using System.Text.Json;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Data.Tracks;
using FaceWeb.Faces;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Video;
using FaceWeb.Store;
using FaceWeb.Tests.Albums;
using FaceWeb.Tests.Running;
using FaceWeb.Tests.Suggestions;
using FaceWeb.Tests.Training;
using FaceWeb.Tests.Video;
using FaceWeb.Videos.Films;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenCvSharp;

namespace FaceWeb.Tests.Videos;

/// <summary>Films that are made of videos: a small one that browsers play, and one with names burnt in.</summary>
public sealed class FilmTests
{
    private static readonly FaceBox Box = new(100, 80, 120, 150);

    [SkippableFact]
    public async Task A_small_film_and_one_with_names_are_made_as_jobs_and_go_with_the_video()
    {
        ClipCopies.RequireFfmpeg();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var id = (await client.UploadAsync(await client.NewAlbumAsync("Films"), [("old.avi", SmallFilm.Make([], 2))]))[0];
        await client.AllDoneAsync();
        await faceWeb.RefusesAsync(HttpStatusCode.NotFound, "has not been made", c => c.GetAsync($"/api/v1/photos/{id}/film"));
        await NameAsync(faceWeb, id);

        await MadeAsync(client, $"photos/{id}/film");
        using (var part = await client.SendAsync(new(HttpMethod.Get, $"/api/v1/photos/{id}/film") { Headers = { Range = new(0, 99) } }))
            Assert.Equal((HttpStatusCode.PartialContent, "video/mp4"), (part.StatusCode, part.Content.Headers.ContentType?.MediaType));
        await CheckAsync(client, $"photos/{id}/film", (file, frame) =>
        {
            Assert.Equal("h264", file.Facts.Codec);
            Assert.InRange(file.Facts.Duration.TotalSeconds, 1.8, 2.3);
            Assert.InRange(Cv2.Mean(frame.Mat).Val1, 100, 150);
        });

        await MadeAsync(client, $"photos/{id}/named-film");
        await CheckAsync(client, $"photos/{id}/named-film", (file, frame) =>
        {
            Assert.Equal((480, 360), (file.Facts.Width, file.Facts.Height));
            // Grey all over, but for the box's edge and the name below it.
            Assert.InRange(Cv2.Mean(Part(frame.Mat, 20, 20, 60, 40)).Val1, 120, 136);
            using var edge = Part(frame.Mat, (int)Box.X - 3, (int)Box.Y + 40, 7, 40);
            Cv2.MinMaxLoc(edge.ExtractChannel(2), out double least, out double _);
            Assert.True(least < 90, $"The edge's red is {least} at least.");
            using var name = Part(frame.Mat, (int)Box.X, (int)Box.Bottom + 3, (int)Box.Width, 24);
            Cv2.MeanStdDev(name.ExtractChannel(1), out _, out var spread);
            Assert.True(spread.Val0 > 20, $"The name's spread is {spread.Val0}.");
        });

        // What is deleted for good leaves none behind.
        foreach (var address in new[] { $"photos/{id}", "trash" })
        {
            using var deleted = await client.DeleteAsync($"/api/v1/{address}");
            Assert.True(deleted.IsSuccessStatusCode);
        }
        Assert.Empty(Directory.GetFiles(faceWeb.DataDir, "*.mp4", SearchOption.AllDirectories));
    }

    [SkippableFact]
    public async Task Films_of_an_hdr_video_have_the_light_of_ordinary_ones()
    {
        ClipCopies.RequireFfmpeg();
        await using var faceWeb = await RunningFaceWeb.StartAsync();
        var client = faceWeb.Client;
        var id = (await client.UploadAsync(await client.NewAlbumAsync("Films"), [("hdr.mp4", SmallFilm.MakeAsHdr(2))]))[0];
        await client.AllDoneAsync();
        await NameAsync(faceWeb, id);
        foreach (var kind in new[] { "film", "named-film" })
        {
            await MadeAsync(client, $"photos/{id}/{kind}");
            // As it comes its grey would be 110.
            await CheckAsync(client, $"photos/{id}/{kind}", (_, frame) => Assert.InRange(Cv2.Mean(Part(frame.Mat, 20, 20, 60, 40)).Val1, 120, 136));
        }
    }

    [Fact]
    public async Task Without_ffmpeg_it_is_said_plainly()
    {
        await using var faceWeb = await RunningFaceWeb.StartAsync("--FaceWeb:Films:Ffmpeg=/nowhere/ffmpeg");
        var id = (await faceWeb.Client.UploadAsync(await faceWeb.Client.NewAlbumAsync("Films"), [("old.avi", SmallFilm.Make([], 1))]))[0];
        await faceWeb.RefusesAsync(
            HttpStatusCode.NotImplemented, "the server has no ffmpeg program", c => c.PostAsync($"/api/v1/photos/{id}/film", null));
    }

    [Fact]
    public void Names_are_drawn_in_steps_below_faces_without_commands_of_their_own_and_not_in_gaps()
    {
        var face = new FaceView(1, 1, new BoxView(0, 0, 10, 10), [], 1, 1, FaceDecision.Confirmed, new PersonRef(1, "A{\\b1}da\n"), [], 1);
        var ass = NamesOnFilm.ToAss(640, 360,
            [(face, [new(1000, new(10, 20, 30, 40)), new(1100, new(20, 20, 30, 40)), new(9000, new(20, 300, 30, 40))])]);
        var lines = ass.Split('\n').Where(l => l.StartsWith("Dialogue: 0", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["0:00:01.00,0:00:01.04", "0:00:01.04,0:00:01.08", "0:00:01.08,0:00:01.10", "0:00:01.10,0:00:01.14", "0:00:09.00,0:00:09.04"],
            lines.Select(l => l["Dialogue: 0,".Length..][..21]));
        Assert.Contains(@"\pos(14,20)", lines[1], StringComparison.Ordinal);
        Assert.Contains(@"{\an8\pos(25,65)}A(/b1)da ", ass, StringComparison.Ordinal);
        // No room below: above.
        Assert.Contains(@"{\an2\pos(35,295)}", ass, StringComparison.Ordinal);
        var aside = face with { Decision = FaceDecision.NotAFace };
        Assert.DoesNotContain("Dialogue", NamesOnFilm.ToAss(640, 360, [(aside, [new(0, new(1, 1, 9, 9))])]), StringComparison.Ordinal);
    }

    private static Mat Part(Mat frame, int x, int y, int width, int height) => new(frame, new Rect(x, y, width, height));

    // A named track where no face has to be found.
    private static async Task NameAsync(RunningFaceWeb faceWeb, long id)
    {
        await using var db = await SeededAlbum.OpenAsync(faceWeb);
        var face = new Face
        {
            PhotoId = id,
            X = Box.X,
            Y = Box.Y,
            Width = Box.Width,
            Height = Box.Height,
            Decision = FaceDecision.Confirmed,
            Person = new Person { Name = "Ada" },
            Track = new VideoTrack { Start = 0, End = 1900, Sightings = StoredSightings.Pack([new(0, Box), new(1000, Box), new(1900, Box)]) },
        };
        db.Faces.Add(face);
        await db.SaveChangesAsync();
    }

    private static async Task MadeAsync(HttpClient client, string path)
    {
        var job = (await client.PostAsync(path)).GetProperty("id").GetInt64();
        var ended = await client.EndedAsync(job);
        Assert.True(ended.GetProperty("state").GetString() == "done", ended.GetProperty("message").GetString());
    }

    // Its frame of the first second.
    private static async Task CheckAsync(HttpClient client, string path, Action<VideoFile, Pipeline.Imaging.PhotoPixels> check)
    {
        var file = Path.Combine(Path.GetTempPath(), $"faceweb-film-{Guid.NewGuid():n}.mp4");
        try
        {
            await File.WriteAllBytesAsync(file, await client.GetByteArrayAsync($"/api/v1/{path}"));
            using var video = VideoFile.Open(file);
            while (video.Next() && video.Time < TimeSpan.FromSeconds(1))
            {
            }
            using var frame = video.Frame()!;
            check(video, frame);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
