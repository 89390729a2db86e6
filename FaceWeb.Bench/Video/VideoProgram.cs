using System.Diagnostics;
using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Bench.Video;

/// <summary>Who appears when in a video: tracks, names, speed, and with a truth file how much of the time is named rightly.</summary>
public sealed class VideoProgram : IBenchProgram
{
    // Begin and end of an appearance are found to one look.
    private const double Slack = 0.25;

    /// <inheritdoc/>
    public string Name => "video";

    /// <inheritdoc/>
    public string Usage =>
        "--file VIDEO [--people DIR_OF_FOLDERS] [--truth FILE] [--every-frame true] [--pictures DIR] [--pack DIR] [--setting fast|careful]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var file = options.File("file");
        var people = options.Find("people") is null ? null : options.Folder("people");
        var truth = options.Find("truth") is null ? null : Appearance.Read(options.File("truth"));
        var sampling = new VideoSampling { EveryFrame = options.Find("every-frame") == "true" };
        var pictures = options.Find("pictures");
        using var pipeline = options.OpenPipeline();
        var parallel = options.Pipeline.Parallelism;
        options.RefuseUnknown();
        var known = people is null ? null : Portraits.Read(people, pipeline, log);

        var tracks = new List<FaceTrack>();
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var frames = new SampledFrames(VideoFile.Open(file), sampling);
        var finder = new VideoTracks(pipeline, parallel);
        var state = finder.FindAsync(
            frames,
            (ended, _) =>
            {
                tracks.AddRange(ended);
                return Task.CompletedTask;
            },
            null, CancellationToken.None).GetAwaiter().GetResult();
        frames.DisposeAsync().AsTask().GetAwaiter().GetResult();
        var seconds = watch.Elapsed.TotalSeconds;
        var used = (Environment.CpuUsage.TotalTime - processor).TotalSeconds;

        tracks.Sort((one, other) => one.Start.CompareTo(other.Start));
        var named = tracks.ConvertAll(track => NameOf(track, track.Embeddings));
        if (pictures is not null)
            Save(pictures, tracks);
        var length = state.Time.TotalSeconds;
        using var self = Process.GetCurrentProcess();
        return new
        {
            processor = Processor.Name,
            cores = Environment.ProcessorCount,
            facts = frames.Facts,
            turnedBy = finder.Turn.Degrees,
            seconds = length,
            frames = state.Frames,
            looked = state.Looked,
            wallSeconds = seconds,
            processorSeconds = used,
            framesPerSecond = state.Frames / seconds,
            timesRealTime = length / seconds,
            timesRealTimeByProcessor = length / used * Environment.ProcessorCount,
            peakMegabytes = self.PeakWorkingSet64 / 1_000_000,
            taught = known?.Faces,
            tracks = named.Select(n => new
            {
                start = Math.Round(n.Track.Start.TotalSeconds, 2),
                end = Math.Round(n.Track.End.TotalSeconds, 2),
                seen = n.Track.Sightings.Count,
                quality = Math.Round(n.Track.Pictures[0].Face.Quality.Overall, 2),
                name = n.Name,
                probability = n.Probability,
            }),
            timeNamed = truth is null ? null : TimeNamed.Of(truth, Appearances(named), Slack),
            // What it would be without the mean of several faces.
            timeNamedByBestFace = truth is null ? null
                : TimeNamed.Of(truth, Appearances(tracks.ConvertAll(track => NameOf(track, track.Pictures[0].Face.Embeddings))), Slack),
            tracksTooMany = truth is null ? (int?)null : tracks.Count - truth.Count,
        };

        Named NameOf(FaceTrack track, IReadOnlyList<FaceEmbedding> embeddings) =>
            known?.Classifier.Suggest(pipeline.Recognition.Join(embeddings)) is [var first, ..]
                ? new Named(track, known.NameOf(first.PersonId), first.Probability)
                : new Named(track, null, null);
    }

    private static List<Appearance> Appearances(IEnumerable<Named> named) =>
        [.. named.Where(n => n.Name is not null).Select(n => new Appearance(n.Name!, n.Track.Start.TotalSeconds, n.Track.End.TotalSeconds))];

    private static void Save(string folder, List<FaceTrack> tracks)
    {
        Directory.CreateDirectory(folder);
        for (var i = 0; i < tracks.Count; i++)
        {
            for (var j = 0; j < tracks[i].Pictures.Count; j++)
                File.WriteAllBytes(Path.Combine(folder, FormattableString.Invariant($"track-{i:D3}-{j}.jpg")), tracks[i].Pictures[j].Crop);
        }
    }

    private sealed record Named(FaceTrack Track, string? Name, double? Probability);
}
