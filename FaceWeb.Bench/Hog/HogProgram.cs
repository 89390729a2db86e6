using System.Text.Json;
using FaceWeb.Bench.Detection;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Detection.Hog;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Hog;

/// <summary>
/// Learns the classic detector: one linear SVM for each pose of the head, by the classifier's own solver, on LFW's faces and on windows of photos
/// without faces; then what it takes for faces there is added and it is learnt anew (hard negatives).
/// </summary>
public sealed class HogProgram : IBenchProgram
{
    private const string FileName = "hog.json";

    // Beyond so many degrees a head counts as turned.
    private const double Turned = 18;

    /// <inheritdoc/>
    public string Name => "hog";

    /// <inheritdoc/>
    public string Usage => "--lfw DIR --negatives DIR --out FOLDER [--part 1|2] [--photos 1500] [--rounds 3] [--c 0.005] [--cell 5] [--cells 10] "
        + "[--seed 1] [--boxes FILE] [--parallel N]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var (lfw, negatives, output) = (options.Folder("lfw"), options.Folder("negatives"), options.Text("out"));
        var (rounds, seed, most) = (options.Count("rounds", 3), options.Count("seed", 1), options.Count("photos", 1500));
        var price = options.Number("c", 0.005);
        var shape = new HogModel("", options.Count("cell", 5), options.Count("cells", 10), 0, 1 / 1.4, 2.5, 0, []);
        var part = options.Find("part") ?? "1";
        var names = PhotoPart.Of(NamesOf(lfw), options);
        if (names.Count > most)
            names = [.. Enumerable.Range(0, most).Select(i => names[(int)((long)i * names.Count / most)])];
        var without = PhotoPart.Of(NamesOf(negatives), options);
        var portraits = HogPortraits.Find(lfw, names, options, options.Find("boxes"));
        var parallel = options.Pipeline.Parallelism;
        options.RefuseUnknown();
        log.WriteLine($"{portraits.Count} portraits, {without.Count} photos without faces");
        var aspect = portraits.Average(p => p.Face.Width / Math.Max(p.Face.Width, p.Face.Height));
        shape = shape with { FaceWidth = Math.Round(aspect * shape.FaceHeight, 4), FaceHeight = Math.Round(shape.FaceHeight, 4) };

        var taker = new HogSamples(shape);
        List<float[]> front = [], right = [];
        var others = new List<float[]>();
        foreach (var (faces, rest) in portraits.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel)
            .Select((portrait, i) => Take(lfw, portrait, taker, seed + i)))
        {
            foreach (var (values, yaw) in faces)
            {
                if (Math.Abs(yaw) <= Turned)
                    front.Add(values);
                else if (yaw > 0)
                    right.Add(values);
            }
            others.AddRange(rest);
        }
        others.AddRange(without.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel)
            .SelectMany((name, i) => Turns(negatives, name, (photo, _) => taker.Anywhere(photo, [], 40, new Random(seed + i)))));
        log.WriteLine($"windows: {front.Count} of heads to the front, {right.Count} turned, {others.Count} others");
        var model = shape;
        for (var round = 0; round <= rounds; round++)
        {
            var learntFront = Learn("to the front", front, others, price, seed);
            var learntRight = Learn("turned to the picture's right", right, others, price, seed);
            model = shape with
            {
                Templates = [learntFront, learntRight, learntRight.Mirrored("turned to the picture's left", shape.Blocks)],
                Source = FormattableString.Invariant($"FaceWeb.Bench hog --part {part} --photos {most} --rounds {rounds} --c {price} --seed {seed}: ")
                    + $"{portraits.Count} LFW photos, {without.Count} photos without people",
            };
            if (round == rounds)
                break;
            var detector = new HogDetector(null!, model, new PipelineOptions());
            var mined = Mine(detector, lfw, negatives, portraits, without, parallel, round);
            others.AddRange(mined);
            log.WriteLine($"round {round + 1}: {mined.Count} hard negatives");
        }
        Directory.CreateDirectory(output);
        var rounded = model with
        {
            Templates =
            [
                .. model.Templates.Select(t =>
                    t with { Weights = [.. t.Weights.Select(w => MathF.Round(w, 4))], Bias = MathF.Round(t.Bias, 4) }),
            ],
        };
        File.WriteAllText(Path.Combine(output, FileName), JsonSerializer.Serialize(rounded, HogModel.Json) + "\n");
        return new
        {
            portraits = portraits.Count,
            front = front.Count,
            turned = right.Count,
            others = others.Count,
            model.FaceWidth,
            model.FaceHeight,
        };
    }

    private static List<string> NamesOf(string folder) =>
        [.. PhotoFolder.Paths(folder).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))];

    private static (List<(float[] Values, double Yaw)> Faces, List<float[]> Others) Take(
        string folder, HogPortrait portrait, HogSamples taker, int seed)
    {
        using var photo = PhotoPixels.Decode(Path.Combine(folder, portrait.Name), new PhotoLimits());
        var chance = new Random(seed);
        return ([.. taker.Faces(photo, portrait.Face, chance).Select(s => (s.Values, s.Mirrored ? -portrait.Yaw : portrait.Yaw))],
            [.. taker.Anywhere(photo, portrait.Others, 4, chance)]);
    }

    private static HogTemplate Learn(string pose, List<float[]> faces, List<float[]> others, double price, int seed)
    {
        var machines = new OneAgainstRest(
            EmbeddingMatrix.From([.. faces, .. others], faces[0].Length),
            [.. Enumerable.Repeat(0, faces.Count), .. Enumerable.Repeat(OneAgainstRest.Stranger, others.Count)], 1,
            new SvmOptions { C = price, Bias = 3, Tolerance = 0.02, Seed = seed }).Train(null, CancellationToken.None);
        return new(pose, machines.Weights.Row(0)[..faces[0].Length].ToArray(), machines.Biases[0]);
    }

    private static List<float[]> Mine(HogDetector detector, string lfw, string negatives, IReadOnlyList<HogPortrait> portraits,
        IReadOnlyList<string> without, int parallel, int round)
    {
        // Other portraits in each round.
        var some = portraits.Where((_, i) => i % 6 == round % 6).ToList();
        return [.. without.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel)
            .SelectMany(name => Turns(negatives, name, (photo, turn) => Worst(detector, photo, [], turn == PhotoTurn.None ? 40 : 15))),
            .. some.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel).SelectMany(portrait =>
            {
                using var photo = PhotoPixels.Decode(Path.Combine(lfw, portrait.Name), new PhotoLimits());
                return Worst(detector, photo, portrait.Others, 8).ToList();
            })];
    }

    private static IEnumerable<float[]> Worst(HogDetector detector, PhotoPixels photo, IReadOnlyList<FaceBox> faces, int most) =>
        detector.Windows(photo, -0.9, keepValues: true, CancellationToken.None)
            .Where(w => faces.All(f => f.IntersectionOverUnion(detector.FaceOf(w.Window)) < 0.2))
            .OrderByDescending(w => w.Margin).Take(most).Select(w => w.Values!);

    private static List<float[]> Turns(string folder, string name, Func<PhotoPixels, PhotoTurn, IEnumerable<float[]>> take)
    {
        using var photo = PhotoPixels.Decode(Path.Combine(folder, name), new PhotoLimits());
        var windows = new List<float[]>();
        foreach (var turn in new[] { PhotoTurn.None, PhotoTurn.Right, PhotoTurn.Around, PhotoTurn.Left })
        {
            using var turned = photo.Turned(turn);
            windows.AddRange(take(turned, turn));
        }
        return windows;
    }
}
