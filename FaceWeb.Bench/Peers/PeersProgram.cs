using System.Numerics.Tensors;
using System.Text.Json;
using FaceWeb.Bench.Detection;
using FaceWeb.Bench.Speed;
using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Peers;

/// <summary>
/// Compares what several programs found on the same photos: speed, faces, false boxes, LFW pairs. Reads the lines that they wrote
/// (<c>bench/peers</c> runs them): <c>lfw.NAME.jsonl</c>, <c>crowds.NAME.jsonl</c>, <c>detection.NAME.jsonl</c>.
/// </summary>
public sealed class PeersProgram : IBenchProgram
{
    // LFW's photos have this side, their person in the middle.
    private const double LfwSide = 250;
    private const double MinSide = 20;

    /// <inheritdoc/>
    public string Name => "peers";

    /// <inheritdoc/>
    public string Usage => "--results DIR --pairs FILE --crowds REFERENCE_FILE --detection REFERENCE_FILE";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var folder = options.Folder("results");
        var pairs = FacePair.Read(options.File("pairs"));
        var crowds = ReferenceFaces.Read(options.File("crowds"));
        var detection = ReferenceFaces.Read(options.File("detection"));
        options.RefuseUnknown();
        var names = Directory.GetFiles(folder, "lfw.*.jsonl").Select(path => Path.GetFileName(path).Split('.')[1]).Order().ToList();
        if (names.Count == 0)
            throw new BenchOptionException($"--results: there is no lfw.NAME.jsonl in {folder}.");
        return new
        {
            processor = Processor.Name,
            cores = Environment.ProcessorCount,
            programs = names.Select(name => new
            {
                name,
                lfw = Lfw(Path.Combine(folder, $"lfw.{name}.jsonl"), pairs),
                crowds = Found(Path.Combine(folder, $"crowds.{name}.jsonl"), crowds),
                detection = Found(Path.Combine(folder, $"detection.{name}.jsonl"), detection),
            }),
        };
    }

    private static object Lfw(string path, IReadOnlyList<FacePair> pairs)
    {
        var (photos, peak) = Read(path);
        var central = photos.ToDictionary(p => p.Photo!, p => p.Faces!.MinBy(FromTheMiddle));
        var asked = pairs.Where(p => central.ContainsKey(p.First) && central.ContainsKey(p.Second)).ToList();
        // A photo without a face found is unlike everything: a missed face counts against the same pairs.
        double[] scores = [.. asked.Select(p => central[p.First] is { } one && central[p.Second] is { } other && one.Embedding.Length > 0
            && one.Embedding.Length == other.Embedding.Length ? TensorPrimitives.CosineSimilarity<float>(one.Embedding, other.Embedding) : -1)];
        // Tenths of the pairs, as many same as different ones, take turns as the ones whose threshold is found on the others.
        var counted = new Dictionary<bool, int> { [true] = 0, [false] = 0 };
        int[] tenth = [.. asked.Select(p => counted[p.Same]++ % 10)];
        var folds = VerificationProtocol.CrossValidate(scores, [.. asked.Select(p => p.Same)], tenth);
        return new
        {
            pairs = asked.Count,
            accuracy = folds.Average(f => f.Accuracy),
            photosWithoutFace = central.Values.Count(face => face is null),
            speed = Speed(photos, peak),
        };
    }

    private static object Found(string path, IReadOnlyDictionary<string, IReadOnlyList<ReferenceFace>> reference)
    {
        var (photos, peak) = Read(path);
        var comparisons = photos.ConvertAll(
            p => BoxComparison.Of([.. p.Faces!.Select(f => new FaceBox(f.X, f.Y, f.W, f.H))], reference[p.Photo!], MinSide));
        return new
        {
            faces = comparisons.Sum(c => c.Wanted.Count),
            found = comparisons.Sum(c => c.Wanted.Count - c.Missed.Count),
            extra = comparisons.Sum(c => c.Extra.Count),
            speed = Speed(photos, peak),
        };
    }

    private static object Speed(List<PeerPhoto> photos, double peak) => new
    {
        photos = photos.Count,
        photosPerSecond = 1000 / photos.Average(p => p.Milliseconds),
        photosPerSecondWithoutDecoding = 1000 / photos.Average(p => p.Milliseconds - p.DecodeMilliseconds),
        medianMilliseconds = Ranks.Median(photos.Select(p => p.Milliseconds)),
        processorMilliseconds = photos.Average(p => p.ProcessorMilliseconds),
        peakMegabytes = peak,
    };

    private static double FromTheMiddle(PeerFace face) =>
        Math.Pow(face.X + (face.W / 2) - (LfwSide / 2), 2) + Math.Pow(face.Y + (face.H / 2) - (LfwSide / 2), 2);

    private static (List<PeerPhoto> Photos, double PeakMegabytes) Read(string path)
    {
        if (!File.Exists(path))
            throw new BenchOptionException($"--results: there is no {path}.");
        var lines = File.ReadLines(path).Where(line => line.StartsWith('{'))
            .Select(line => JsonSerializer.Deserialize<PeerPhoto>(line, FacesProgram.Json)!)
            .ToList();
        return ([.. lines.Where(line => line.Photo is not null)], lines.Sum(line => line.PeakMegabytes ?? 0));
    }
}
