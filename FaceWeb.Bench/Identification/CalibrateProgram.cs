using System.Globalization;
using FaceWeb.Bench.Families;
using FaceWeb.Pipeline.Classification.Calibration;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Bench.Identification;

/// <summary>
/// Fits the weights that turn evidence into probabilities, on galleries of many sizes drawn from one half of a set, and prints them.
/// </summary>
public sealed class CalibrateProgram : IBenchProgram
{
    private const int MostOfKind = 400;

    /// <inheritdoc/>
    public string Name => "calibrate";

    /// <inheritdoc/>
    public string Usage => "--images DIR [--half 1|2] [--people 4,10,30,100,1000] [--faces 1,2,3,5,8] [--seeds 3] [--hyperplane-from 3] "
        + "[--out FILE] [--with FILE] [--cache FILE] [--setting fast|careful]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var half = options.Count("half", 1);
        var people = Numbers(options.Find("people") ?? "4,10,30,100,1000");
        var perPerson = Numbers(options.Find("faces") ?? "1,2,3,5,8");
        var seeds = options.Count("seeds", 3);
        var fewest = options.Count("hyperplane-from", TrainedMachines.FewestFaces);
        var (output, with) = (options.Find("out"), options.Find("with"));
        var named = NamedFaces.Measure(options, log);
        var families = named.Faces.Any(face => FamilyFace.Of(face).Family != face.Person);
        named = families ? named.HalfOfFamilies(half) : named.Half(half);
        var rows = new List<string>();
        foreach (var seed in Enumerable.Range(1, seeds))
        {
            foreach (var known in people)
            {
                foreach (var faces in perPerson)
                {
                    var protocol = new IdentificationProtocol(faces, faces + 1, MostOfKind, seed) { People = known, StrangersByFamily = true };
                    Score(protocol, named, fewest, rows);
                }
            }
            log.WriteLine($"seed {seed}: {rows.Count} rows");
        }
        if (output is not null)
            File.WriteAllLines(output, rows);
        if (with is not null)
            rows.AddRange(File.ReadLines(with).Select(row => "with-" + row));
        return new { rows = rows.Count, withMargin = Fit(rows, margin: true), withoutMargin = Fit(rows, margin: false) };
    }

    private static void Score(IdentificationProtocol protocol, NamedFaces named, int fewest, List<string> rows)
    {
        var split = protocol.Split(named.Faces);
        if (split.People.Count < 2)
            return;
        var model = named.Recognition;
        var library = split.Gallery.Select(face => (face.FaceId, face.Embedding));
        var normalisation = LibraryCohort.Of(library, model.Dimension, model.Name, model.Spread).Normalisation();
        var svm = ClassifierTrainer.Svm(new TrainingOptions { Seed = protocol.Seed }, 1);
        var machines = TrainedMachines.Train(split.Gallery, [], [], model.Dimension, svm, null, default, fewestFaces: fewest);
        var spread = model.Spread.Measured(split.Gallery, normalisation, protocol.Seed);
        var scorer = new FaceScorer(Gallery.Build(split.Gallery, model.Dimension).Normalise(normalisation), machines, spread, normalisation);
        var random = new Random(protocol.Seed);
        var probes = split.Probes.ToArray();
        random.Shuffle(probes);
        var strangers = split.Strangers.ToArray();
        random.Shuffle(strangers);
        (long Person, BenchFace Face)[] all =
            [.. probes.Take(MostOfKind), .. strangers.Take(Math.Min(MostOfKind, probes.Length)).Select(face => (-1L, face))];
        var matrix = EmbeddingMatrix.From([.. all.Select(probe => probe.Face.Embedding)], model.Dimension);
        var features = new double[Evidence.FeatureCount];
        for (var start = 0; start < all.Length; start += BlockedProduct.BlockRows)
        {
            scorer.Score(matrix, start, Math.Min(BlockedProduct.BlockRows, all.Length - start), null, (row, evidence) =>
            {
                foreach (var candidate in evidence)
                {
                    candidate.Features(features);
                    var probe = $"{protocol.Seed}-{protocol.People}-{protocol.PerPerson}-{row}-{Math.Min(1, all[row].Person + 1)}";
                    var numbers = string.Join(' ', features.Select(f => f.ToString("0.#####", CultureInfo.InvariantCulture)));
                    rows.Add($"{probe} {(candidate.Person + 1 == all[row].Person ? 1 : 0)} {(candidate.HasMargin ? 1 : 0)} {numbers}");
                }
            });
        }
    }

    private static double[] Fit(List<string> rows, bool margin)
    {
        var faces = new List<ScoredChoice>();
        // The candidates of one face follow each other under its name.
        foreach (var face in rows.Select(row => row.Split(' ')).GroupBy(row => row[0]))
        {
            var candidates = face.Select(row => Array.ConvertAll(row[1..], text => double.Parse(text, CultureInfo.InvariantCulture))).ToArray();
            if (margin && candidates.Any(numbers => numbers[1] == 0))
                continue;
            var features = Array.ConvertAll(candidates, numbers => numbers[2..]);
            if (!margin)
            {
                foreach (var numbers in features)
                    numbers[3] = 0;
            }
            faces.Add(new ScoredChoice(features, new double[features.Length], Array.FindIndex(candidates, numbers => numbers[0] == 1)));
        }
        var wide = Enumerable.Repeat(30.0, Evidence.FeatureCount).ToArray();
        return faces.Count == 0 ? [] : ConditionalLogit.Fit(faces, new double[Evidence.FeatureCount], wide);
    }

    private static int[] Numbers(string text) =>
        Array.ConvertAll(text.Split(','), word => int.Parse(word, CultureInfo.InvariantCulture));
}
