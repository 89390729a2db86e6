using System.Numerics.Tensors;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Detection.Hog;
using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Bench.Hog;

/// <summary>
/// Learns the templates: one linear SVM for each pose by the classifier's own solver; then what the detector takes for faces where there are none
/// is added (hard negatives), and it learns anew.
/// </summary>
/// <param name="shape">Cells and face of a window; no templates yet.</param>
/// <param name="lfw">LFW's folder.</param>
/// <param name="portraits">LFW's faces to learn from.</param>
/// <param name="scenes">Photos whose faces are known.</param>
/// <param name="price">The SVM's C.</param>
/// <param name="seed">Of chance.</param>
/// <param name="parallel">Photos at once.</param>
internal sealed class HogLearner(
    HogModel shape, string lfw, IReadOnlyList<HogPortrait> portraits, IReadOnlyList<HogScene> scenes, double price, int seed, int parallel)
{
    // Beyond so many degrees a head counts as turned aside.
    private const double Turned = 18;

    // By so many degrees heads are tilted towards a shoulder, of the two tilted templates.
    private const double LeastTilt = 14;
    private const double MostTilt = 30;

    // What lies so far on the other side of every hyperplane has no say in it.
    private const float Easy = -1.3f;

    // Hard negatives are looked for down to this size only: every halving takes four times as long.
    private const double SmallestMined = 40;

    // The weight that stands for the bias is regularised less than the others by this constant.
    private const double BiasConstant = 3;

    // What each pose's machine came to in the round before: the next begins there.
    private readonly Dictionary<string, SupportVectors> before = [];

    private readonly List<float[]> front = [], aside = [], tilted = [], others = [];

    /// <summary>Learns.</summary>
    /// <param name="rounds">How often hard negatives are looked for.</param>
    /// <param name="log">Told the counts.</param>
    public HogModel Learn(int rounds, TextWriter log)
    {
        TakeWindows();
        log.WriteLine($"windows: {front.Count} of heads to the front, {aside.Count} turned aside, {tilted.Count} tilted, {others.Count} others");
        for (var round = 0; ; round++)
        {
            var model = Solve();
            if (round == rounds)
                return model;
            var count = others.Count;
            others.RemoveAll(window => model.Templates.All(t => TensorPrimitives.Dot<float>(t.Weights, window) + t.Bias < Easy));
            var mined = Mine(new HogDetector(model, new PipelineOptions { SmallestFace = SmallestMined }), round);
            log.WriteLine($"round {round + 1}: {mined.Count} hard negatives; {count - others.Count} of {count} others are easy and left out");
            others.AddRange(mined);
        }
    }

    private void TakeWindows()
    {
        var samples = new HogSamples(shape);
        var windows = portraits.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel).Select((portrait, i) =>
        {
            using var photo = PhotoPixels.Decode(Path.Combine(lfw, portrait.Name), new PhotoLimits());
            var chance = new Random(seed + i);
            var tilt = LeastTilt + ((MostTilt - LeastTilt) * chance.NextDouble());
            return (samples.Faces(photo, portrait.Face, 2, 0, chance).ToList(),
                Math.Abs(portrait.Yaw) > Turned ? [] : samples.Faces(photo, portrait.Face, 1, tilt, chance).Where(s => !s.Mirrored).ToList(),
                samples.Anywhere(photo, portrait.Others, 4, chance).ToList());
        }).ToList();
        foreach (var (portrait, (faces, tilts, rest)) in portraits.Zip(windows))
        {
            foreach (var (values, mirrored) in faces)
            {
                if (Math.Abs(portrait.Yaw) <= Turned)
                    front.Add(values);
                else if ((mirrored ? -portrait.Yaw : portrait.Yaw) > 0)
                    aside.Add(values);
            }
            tilted.AddRange(tilts.Select(t => t.Values));
            others.AddRange(rest);
        }
        others.AddRange(scenes.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel).SelectMany((scene, i) =>
            scene.At([PhotoTurn.None, .. PhotoTurn.Others], (photo, faces, _) => samples.Anywhere(photo, faces, 40, new Random(seed + i)))));
    }

    private HogModel Solve()
    {
        var ahead = Learn("to the front", front);
        var (right, leaning) = (Learn("turned to the picture's right", aside), Learn("tilted clockwise", tilted));
        return shape with
        {
            Templates =
            [
                ahead, right, right.Mirrored("turned to the picture's left", shape.Cells), leaning,
                leaning.Mirrored("tilted counterclockwise", shape.Cells),
            ],
        };
    }

    private HogTemplate Learn(string pose, List<float[]> faces)
    {
        var machines = new OneAgainstRest(
            EmbeddingMatrix.From([.. faces, .. others], shape.Length),
            [.. Enumerable.Repeat(0, faces.Count), .. Enumerable.Repeat(OneAgainstRest.Stranger, others.Count)], 1,
            new SvmOptions { C = price, Bias = BiasConstant, Tolerance = 0.1, Seed = seed })
            .Train(before.TryGetValue(pose, out var support) ? new WarmStart([support]) : null, CancellationToken.None, keepSupport: true);
        before[pose] = machines.Support![0];
        return new(pose, machines.Weights.Row(0)[..shape.Length].ToArray(), machines.Biases[0]);
    }

    private List<float[]> Mine(HogDetector detector, int round)
    {
        // Other portraits, and another turn of the scenes, in each round.
        var turn = PhotoTurn.Others[round % PhotoTurn.Others.Count];
        var some = portraits.Where((_, i) => i % 6 == round % 6);
        return
        [
            .. scenes.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel).SelectMany(scene =>
                scene.At([PhotoTurn.None, turn], (photo, faces, upright) => Worst(detector, photo, faces, upright ? 60 : 20))),
            .. some.AsParallel().AsOrdered().WithDegreeOfParallelism(parallel).SelectMany(portrait =>
            {
                using var photo = PhotoPixels.Decode(Path.Combine(lfw, portrait.Name), new PhotoLimits());
                return Worst(detector, photo, portrait.Others, 8).ToList();
            }),
        ];
    }

    private static IEnumerable<float[]> Worst(HogDetector detector, PhotoPixels photo, IReadOnlyList<FaceBox> faces, int most) =>
        detector.Windows(photo, -0.9, keepValues: true, CancellationToken.None)
            .Where(w => faces.All(f => f.IntersectionOverUnion(detector.FaceOf(w.Window)) < 0.2))
            .OrderByDescending(w => w.Margin).Take(most).Select(w => w.Values!);
}
