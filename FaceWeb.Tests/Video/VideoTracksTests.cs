using System.Globalization;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;
using FaceWeb.Tests.ModelPacks;
using Xunit.Abstractions;

namespace FaceWeb.Tests.Video;

/// <summary>
/// A real clip of nine seconds: a singer in a wide shot, others from behind, the singer nearer, at last four people who listen. Who appears
/// when is held against times noted by eye, in the clip and in copies as other cameras and programs would have saved it.
/// </summary>
public sealed class VideoTracksTests(VideoTracksTests.Opened opened, ITestOutputHelper output) : IClassFixture<VideoTracksTests.Opened>
{
    // By eye, in the times of a player: the picture begins 0.85 s after the sound.
    private const double NearFrom = 3.7;
    private const double NearTo = 7.85;
    private const double ListenersFrom = 7.9;
    private const double LastFrame = 10;

    // One look and one frame.
    private const double OneLook = 0.35;

    [SkippableFact]
    public async Task It_finds_who_appears_when_in_a_real_clip()
    {
        var tracks = await opened.TracksAsync(Clip());
        var (singer, listeners) = Check(tracks, LastFrame);
        Assert.InRange(singer.Count, 2, 3);
        Assert.InRange(listeners.Count, 3, 5);
        Assert.All(tracks, track => Assert.InRange(track.Pictures.Count, 1, 14));
        // Between two looks the box goes evenly from one to the other, and there is none outside.
        var track = singer[^1];
        var (one, two) = (track.Sightings[3], track.Sightings[4]);
        var middle = track.BoxAt((one.Time + two.Time) / 2)!.Value;
        Assert.Equal((one.Box.X + two.Box.X) / 2, middle.X, 6);
        Assert.Null(track.BoxAt(track.End + TimeSpan.FromSeconds(0.01)));
    }

    [SkippableTheory]
    [InlineData("turned-90.mp4", "-c copy -metadata:s:v:0 rotate=90")]
    [InlineData("turned-180.mp4", "-c copy -metadata:s:v:0 rotate=180")]
    [InlineData("turned-270.mp4", "-c copy -metadata:s:v:0 rotate=270")]
    [InlineData("hevc.mp4", "-c:v libx265 -preset ultrafast -x265-params log-level=error -c:a copy")]
    [InlineData("vp9.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 800k -c:a libopus")]
    [InlineData("mpeg4.avi", "-c:v mpeg4 -q:v 3 -c:a copy")]
    [InlineData("mjpeg.mov", "-c:v mjpeg -q:v 4 -c:a copy")]
    [InlineData("changing-rate.mp4", "-vf select=not(mod(n\\,3))+gt(mod(n\\,50)\\,25) -vsync vfr -c:v libx264 -preset veryfast -c:a copy")]
    [InlineData("ten-bits.mkv", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p10le -c:a copy")]
    public async Task A_copy_has_the_same_people_at_the_same_times(string name, string arguments)
    {
        ClipCopies.RequireFfmpeg();
        using var copies = new ClipCopies();
        Check(await opened.TracksAsync(copies.Make(Clip(), name, arguments.Split(' '))), LastFrame);
    }

    [SkippableFact]
    public async Task A_file_that_is_cut_off_shows_what_is_left_of_it()
    {
        ClipCopies.RequireFfmpeg();
        using var copies = new ClipCopies();
        var copy = ClipCopies.CutOff(copies.Make(Clip(), "cut-off.mkv", "-c", "copy"), 0.6);
        var tracks = await opened.TracksAsync(copy);
        var (singer, _) = Split(tracks);
        Assert.InRange(singer[^1].Start.TotalSeconds, NearFrom - OneLook, NearFrom + OneLook);
        Assert.InRange(tracks.Max(t => t.End.TotalSeconds), 4.5, 7.85);
    }

    /// <summary>A film cut by a phone holds frames before its begin, which no player shows.</summary>
    [SkippableFact]
    public async Task Times_are_those_that_an_edit_list_leaves()
    {
        const double cut = 2.5;
        ClipCopies.RequireFfmpeg();
        using var copies = new ClipCopies();
        var copy = copies.MakeFrom(Clip(), "cut.mp4", cut);
        Assert.True(File.ReadAllBytes(copy).AsSpan().IndexOf("elst"u8) > 0);
        var (singer, others) = Split(await opened.TracksAsync(copy));
        Assert.InRange(singer.Min(t => t.Start.TotalSeconds), NearFrom - cut - OneLook, NearFrom - cut + OneLook);
        Assert.InRange(others.Max(t => t.Start.TotalSeconds), ListenersFrom - cut - OneLook, LastFrame - cut);
    }

    [SkippableFact]
    public async Task Every_frame_and_sampled_frames_agree()
    {
        var every = await opened.TracksAsync(Clip(), new VideoSampling { EveryFrame = true });
        Check(every, LastFrame);
        var longest = Split(every).Singer.MaxBy(t => t.Sightings.Count)!;
        Assert.InRange(longest.Sightings.Count, 100, 130);
    }

    [SkippableFact]
    public void What_is_no_video_gets_a_sentence()
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-no-video-");
        try
        {
            var file = Path.Combine(folder.FullName, "a.mp4");
            File.WriteAllText(file, "no video");
            Assert.Contains("cannot be read", Assert.Throws<PhotoException>(() => VideoFile.Open(file)).Message, StringComparison.Ordinal);
            File.WriteAllBytes(file, [.. File.ReadAllBytes(Clip()).Take(100_000)]);
            Assert.Contains("cut off", Assert.Throws<PhotoException>(() => VideoFile.Open(file)).Message, StringComparison.Ordinal);
            Assert.Contains(
                "too long",
                Assert.Throws<PhotoException>(() => VideoFile.Open(Clip(), new VideoLimits { MaxDuration = TimeSpan.FromSeconds(5) })).Message,
                StringComparison.Ordinal);
            using var video = VideoFile.Open(Clip(), new VideoLimits { MaxFrames = 10 });
            Assert.Contains(
                "more than 10 frames",
                Assert.Throws<PhotoException>(() =>
                {
                    while (video.Next())
                    {
                    }
                }).Message,
                StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Clip() => Repository.SharedOrSkip("data", "video", "short_hamilton_clip.mp4");

    private (List<FaceTrack> Singer, List<FaceTrack> Others) Check(List<FaceTrack> tracks, double end)
    {
        foreach (var track in tracks)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{track.Start.TotalSeconds:N2} to {track.End.TotalSeconds:N2}, {track.Sightings.Count} looks, named {opened.IsSinger(track)}"));
        var (singer, others) = Split(tracks);
        Assert.NotEmpty(singer);
        var near = singer.Where(t => t.End.TotalSeconds > 2.5).ToList();
        Assert.InRange(near.Min(t => t.Start.TotalSeconds), NearFrom - OneLook, NearFrom + OneLook);
        Assert.InRange(near.Max(t => t.End.TotalSeconds), NearTo - OneLook, NearTo + OneLook);
        // Nobody else bears the singer's name, and he bears no other.
        Assert.All(others.Where(t => t.End - t.Start > TimeSpan.FromSeconds(1)), t => Assert.InRange(t.Start.TotalSeconds, 0, end));
        var listeners = others.Where(t => t.Start.TotalSeconds > ListenersFrom - OneLook).ToList();
        Assert.All(listeners, t => Assert.InRange(t.Start.TotalSeconds, ListenersFrom - OneLook, end));
        Assert.All(singer, t => Assert.True(t.End.TotalSeconds < ListenersFrom + OneLook));
        Assert.InRange(listeners.Count, 3, 6);
        return (singer, listeners);
    }

    private (List<FaceTrack> Singer, List<FaceTrack> Others) Split(List<FaceTrack> tracks) =>
        ([.. tracks.Where(opened.IsSinger)], [.. tracks.Where(t => !opened.IsSinger(t))]);

    /// <summary>The pipeline, opened once, and a classifier that knows the singer by one portrait.</summary>
    public sealed class Opened : IDisposable
    {
        private readonly Lazy<TrainedClassifier> classifier;

        public Opened() => classifier = new(Teach);

        public FacePipeline Pipeline { get; } = FacePipeline.Open(PackFolder.Compact);

        public bool IsSinger(FaceTrack track) => classifier.Value.Suggest(Pipeline.Recognition.Join(track.Embeddings)) is [{ PersonId: 1 }, ..];

        public async Task<List<FaceTrack>> TracksAsync(string path, VideoSampling? sampling = null)
        {
            var tracks = new List<FaceTrack>();
            await using var frames = new SampledFrames(VideoFile.Open(path), sampling);
            await new VideoTracks(Pipeline).FindAsync(
                frames,
                (ended, _) =>
                {
                    tracks.AddRange(ended);
                    return Task.CompletedTask;
                },
                null, CancellationToken.None);
            return [.. tracks.OrderBy(t => t.Start)];
        }

        public void Dispose() => Pipeline.Dispose();

        private TrainedClassifier Teach()
        {
            LabelledFace Portrait(int person, string name)
            {
                using var pixels = PhotoPixels.Decode(Repository.SharedOrSkip("data", "people", "single", name), new PhotoLimits());
                var face = Pipeline.Measure(pixels).Faces.MaxBy(f => f.Box.Area)!;
                return new LabelledFace(person, person, person, face.Embedding, (float)face.Quality.Overall);
            }
            return TrainedClassifier.Untrained(
                Pipeline.Recognition.Dimension, Pipeline.Recognition.Name, [Portrait(1, "lin-manuel-miranda.png"), Portrait(2, "alex-lacamoire.png")],
                Pipeline.Recognition.Spread);
        }
    }
}
