using System.Text.Json;
using FaceWeb.Bench.Detection;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Detection.Hog;

namespace FaceWeb.Bench.Hog;

/// <summary>
/// Learns the classic detector on LFW's faces and on photos without faces, or whose faces are known; says what it does on a third of the photos,
/// which it has not learnt on, and chooses its least margin by them.
/// </summary>
public sealed class HogProgram : IBenchProgram
{
    private const string FileName = "hog.json";

    // Every third photo, person or scene is held out.
    private const int Folds = 3;

    // Of the portraits held out this many are looked at.
    private const int MostHeldOut = 300;

    /// <inheritdoc/>
    public string Name => "hog";

    /// <inheritdoc/>
    public string Usage => "--lfw DIR --detection DIR [--out FOLDER] [--part 1|2] [--portraits 3000] [--rounds 4] [--c 0.01] [--cell 6] [--cells 10] "
        + "[--face 0.75] [--false 0.1] [--seed 1] [--boxes FILE] [--parallel N]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var (lfw, detection, output) = (options.Folder("lfw"), options.Folder("detection"), options.Find("out"));
        var (rounds, seed, most) = (options.Count("rounds", 4), options.Count("seed", 1), options.Count("portraits", 3000));
        var (price, falseBoxes) = (options.Number("c", 0.01), options.Number("false", 0.1));
        var shape = new HogModel("", options.Count("cell", 6), options.Count("cells", 10), 0, options.Number("face", 0.75), 1, 0, []);
        var names = PhotoPart.Of(PhotoFolder.Paths(lfw).Select(path => Path.GetRelativePath(lfw, path).Replace('\\', '/')), options);
        if (names.Count > most)
            names = [.. Enumerable.Range(0, most).Select(i => names[(int)((long)i * names.Count / most)])];
        var (animals, people) = HogScene.Of(detection, options);
        var portraits = HogPortraits.Find(lfw, names, options, options.Find("boxes"));
        var settings = options.Pipeline;
        var command = FormattableString.Invariant($"hog --part {options.Find("part") ?? "all"} --portraits {most} --rounds {rounds} --c {price} ")
            + FormattableString.Invariant($"--cell {shape.CellSide} --cells {shape.Cells} --face {shape.FaceHeight} --false {falseBoxes} ")
            + FormattableString.Invariant($"--seed {seed}");
        options.RefuseUnknown();
        var ofPeople = portraits.GroupBy(p => PhotoPart.Group(p.Name)).Index()
            .ToLookup(person => person.Index % Folds == Folds - 1, person => person.Item);
        List<HogPortrait> learn = [.. ofPeople[false].SelectMany(p => p)], held = [.. ofPeople[true].SelectMany(p => p)];
        var aspect = learn.Average(p => p.Face.Width / Math.Max(p.Face.Width, p.Face.Height));
        shape = shape with { FaceWidth = Math.Round(aspect * shape.FaceHeight, 4) };
        var (animalsToLearn, animalsHeld) = Split(animals);
        var (peopleToLearn, peopleHeld) = Split(people);
        var source = $"FaceWeb.Bench {command}: {learn.Count} LFW photos, {animalsToLearn.Count} photos of animals, "
            + $"{peopleToLearn.Count} of crowds beside their faces";
        log.WriteLine(source);
        var learner = new HogLearner(shape, lfw, learn, [.. animalsToLearn, .. peopleToLearn], price, seed, settings.Parallelism);
        var model = learner.Learn(rounds, log) with { Source = source };
        if (held.Count > MostHeldOut)
            held = [.. Enumerable.Range(0, MostHeldOut).Select(i => held[(int)((long)i * held.Count / MostHeldOut)])];
        var check = new HogHeldOut(lfw, held, animalsHeld, peopleHeld, settings.Parallelism);
        (model, var figures) = check.Measure(Rounded(model), settings, falseBoxes);
        if (output is not null)
        {
            Directory.CreateDirectory(output);
            File.WriteAllText(Path.Combine(output, FileName), JsonSerializer.Serialize(model, HogModel.Json) + "\n");
        }
        return new { model.Source, model.FaceWidth, model.FaceHeight, model.Slope, model.Offset, heldOut = figures };
    }

    private static HogModel Rounded(HogModel model) => model with
    {
        Templates =
        [
            .. model.Templates.Select(t => t with { Weights = [.. t.Weights.Select(w => MathF.Round(w, 4))], Bias = MathF.Round(t.Bias, 4) }),
        ],
    };

    private static (List<HogScene> Learn, List<HogScene> Held) Split(IReadOnlyList<HogScene> scenes) =>
        ([.. scenes.Where((_, i) => i % Folds != Folds - 1)], [.. scenes.Where((_, i) => i % Folds == Folds - 1)]);
}
