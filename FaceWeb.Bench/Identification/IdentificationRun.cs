using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using FaceWeb.Bench.Families;
using FaceWeb.Bench.Grouping;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Bench.Identification;

/// <summary>The open-set protocol carried out with one seed.</summary>
public sealed record IdentificationRun
{
    private const int DrawsByChance = 100;

    /// <summary>The seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Known people.</summary>
    public required int People { get; init; }

    /// <summary>Probes.</summary>
    public required int Probes { get; init; }

    /// <summary>Strangers.</summary>
    public required int Strangers { get; init; }

    /// <summary>
    /// The classifier as the application uses it, ranked by the probability of the first name rather than nobody known: each face is compared
    /// together with its group, and nobody is twice on one photo.
    /// </summary>
    public required IdentificationFigures Classifier { get; init; }

    /// <summary>The same before names are settled within each photo.</summary>
    public required IdentificationFigures Together { get; init; }

    /// <summary>Its ECE.</summary>
    public required double CalibrationErrorTogether { get; init; }

    /// <summary>The same classifier on each face alone, not together with its group.</summary>
    public required IdentificationFigures Alone { get; init; }

    /// <summary>Its ECE.</summary>
    public required double CalibrationErrorAlone { get; init; }

    /// <summary>The same classifier on cosines as they are, with the calibration for those.</summary>
    public required IdentificationFigures WithoutNormalisation { get; init; }

    /// <summary>Its ECE.</summary>
    public required double CalibrationErrorWithoutNormalisation { get; init; }

    /// <summary>A linear SVM (L2-loss, C = 1, with bias) by its margin.</summary>
    public required IdentificationFigures PlainSvm { get; init; }

    /// <summary>The cosine to the mean of each person's confirmed faces.</summary>
    public required IdentificationFigures Centroid { get; init; }

    /// <summary>ECE of the first name's probability over probes and strangers, ten bins.</summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>
    /// What that error comes to by chance: its mean over draws in which each first name is right exactly as often as its probability says. With a
    /// dozen faces in a bin their share of right ones strays from it though nothing is wrong.
    /// </summary>
    public required double CalibrationErrorByChance { get; init; }

    /// <summary>The reliability diagram behind it.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>The classifier's threshold for suggesting a name.</summary>
    public required double SuggestThreshold { get; init; }

    /// <summary>Share of the probes that got the right name first, above the threshold.</summary>
    public required double SuggestedRight { get; init; }

    /// <summary>How many strangers got a name above the threshold.</summary>
    public required int StrangersSuggested { get; init; }

    /// <summary>Seconds of the training, cross-validation included.</summary>
    public required double TrainingSeconds { get; init; }

    /// <summary>Probes whose first name is wrong, or right but not above the threshold of 1 % false identification.</summary>
    public required IReadOnlyList<string> Missed { get; init; }

    /// <summary>The strangers that look most like someone known.</summary>
    public required IReadOnlyList<string> NearestStrangers { get; init; }

    /// <summary>The same faces with what they were compared with, for looking at.</summary>
    [JsonIgnore]
    public IReadOnlyList<IdentificationError> Errors { get; init; } = [];

    /// <summary>Carries it out.</summary>
    public static IdentificationRun Of(IdentificationProtocol protocol, NamedFaces named, int parallelism)
    {
        var faces = named.Faces;
        var split = protocol.Split(faces);
        if (split.People.Count == 0 || split.Strangers.Count == 0)
            throw new BenchOptionException($"The photos hold {split.People.Count} people with {protocol.MinPhotos} or more photos and "
                + $"{split.Strangers.Count} others: both are needed.");
        var dimension = faces[0].Embedding.Length;
        var set = new TrainingSet { Dimension = dimension, Model = named.Recognition.Name, Spread = named.Recognition.Spread, Faces = split.Gallery };
        var classifier = ClassifierTrainer.Train(set, new TrainingOptions { Seed = protocol.Seed, Parallelism = parallelism });
        var without = ClassifierTrainer.Train(set, new TrainingOptions { Seed = protocol.Seed, Parallelism = parallelism, Normalise = false });
        float[][] faceByFace = [.. split.Probes.Select(probe => probe.Face.Embedding), .. split.Strangers.Select(stranger => stranger.Embedding)];
        var plain = new ScoredNames(split, without, Ranked(without, faceByFace));
        var alone = new ScoredNames(split, classifier, Ranked(classifier, faceByFace));
        // As the application does it: all that are not confirmed, whoever they are, are grouped, and each is compared together with its group.
        var unnamed = split.Probes.Select(probe => probe.Face).Concat(split.Strangers)
            .Select(face => (face.Embedding, FamilyFace.Of(face).Photo)).ToArray();
        var templates = Templates.Of(unnamed, named.Recognition, classifier.Normalisation);
        var ranked = Ranked(classifier, templates);
        var together = new ScoredNames(split, classifier, ranked);
        var faceOf = NamesOnPhotos.ByEmbedding(faces);
        var settled = new ScoredNames(split, classifier, NamesOnPhotos.Settle(
            ranked, [.. unnamed.Select(face => face.Photo)], NamesOnPhotos.Confirmed(split.Gallery, faceOf)));
        var (probes, strangers) = (settled.Probes.ToArray(), settled.Strangers.ToArray());
        var strangerScores = Array.ConvertAll(strangers, name => name.Score);
        var threshold = strangerScores.OrderDescending().ElementAt(strangerScores.Length / 100);
        var missed = Enumerable.Range(0, probes.Length).Where(i => !settled.IsRight(i) || probes[i].Score <= threshold).ToArray();
        var nearest = Enumerable.Range(0, strangers.Length).OrderByDescending(i => strangerScores[i]).Take(5).ToArray();
        var confirmed = split.Gallery.ToLookup(face => face.PersonId, face => faceOf[face.Embedding]);
        return new IdentificationRun
        {
            Seed = protocol.Seed,
            People = split.People.Count,
            Probes = probes.Length,
            Strangers = strangers.Length,
            Classifier = settled.Figures(),
            Together = together.Figures(),
            CalibrationErrorTogether = together.CalibrationError,
            Alone = alone.Figures(),
            CalibrationErrorAlone = alone.CalibrationError,
            WithoutNormalisation = plain.Figures(),
            CalibrationErrorWithoutNormalisation = plain.CalibrationError,
            PlainSvm = Plain(split, SvmMargins(split, dimension, parallelism), dimension),
            Centroid = Plain(split, Centroids(split, dimension), dimension),
            ExpectedCalibrationError = settled.CalibrationError,
            CalibrationErrorByChance = settled.CalibrationErrorByChance(DrawsByChance),
            Reliability = settled.Reliability,
            SuggestThreshold = classifier.SuggestThreshold,
            SuggestedRight = Enumerable.Range(0, probes.Length).Count(i => settled.IsRight(i) && probes[i].Score >= classifier.SuggestThreshold) / (double)probes.Length,
            StrangersSuggested = strangerScores.Count(score => score >= classifier.SuggestThreshold),
            TrainingSeconds = classifier.Report!.TrainingTime.TotalSeconds,
            Missed = [.. missed.Select(i => $"{split.Probes[i].Face.File}: {NameOf(split, probes[i].First)} {probes[i].First.Probability:0.000}")
                .Order(StringComparer.Ordinal)],
            NearestStrangers = [.. nearest.Select(
                i => $"{split.Strangers[i].File}: {NameOf(split, strangers[i].First)} {strangers[i].First.Probability:0.000}")],
            Errors =
            [
                .. missed.Select(i => new IdentificationError(
                    split.Probes[i].Face, [.. confirmed[split.Probes[i].Person]], [.. confirmed[probes[i].First.PersonId]], probes[i].First.Probability)),
                .. nearest.Select(
                    i => new IdentificationError(split.Strangers[i], [], [.. confirmed[strangers[i].First.PersonId]], strangers[i].First.Probability)),
            ],
        };
    }

    private static string NameOf(IdentificationSplit split, PersonSuggestion name) =>
        name.PersonId == 0 ? "nobody" : split.People[(int)name.PersonId - 1];

    private static IReadOnlyList<PersonSuggestion>[] Ranked(TrainedClassifier classifier, float[][] faces)
    {
        var ranked = new IReadOnlyList<PersonSuggestion>[faces.Length];
        classifier.RankMany(faces, (i, names) => ranked[i] = names);
        return ranked;
    }

    private static LinearMachines SvmMargins(IdentificationSplit split, int dimension, int parallelism)
    {
        var samples = EmbeddingMatrix.From([.. split.Gallery.Select(face => face.Embedding)], dimension);
        var classOf = split.Gallery.Select(face => (int)face.PersonId - 1).ToArray();
        return new OneAgainstRest(samples, classOf, split.People.Count, new SvmOptions { Parallelism = parallelism })
            .Train(null, CancellationToken.None);
    }

    private static LinearMachines Centroids(IdentificationSplit split, int dimension)
    {
        var means = new EmbeddingMatrix(split.People.Count, dimension);
        foreach (var face in split.Gallery)
        {
            var mean = means.Row((int)face.PersonId - 1)[..dimension];
            TensorPrimitives.Add(mean, face.Embedding, mean);
        }
        for (var p = 0; p < means.Rows; p++)
            TensorPrimitives.Divide(means.Row(p), TensorPrimitives.Norm<float>(means.Row(p)), means.Row(p));
        return new LinearMachines(means, new float[means.Rows], 0, 0, 0, 0);
    }

    private static IdentificationFigures Plain(IdentificationSplit split, LinearMachines machines, int dimension)
    {
        return IdentificationFigures.From(
            [.. split.Probes.Select(probe => (Probe: probe, First: First(probe.Face.Embedding)))
                .Select(p => (p.First.Score, p.First.Person + 1 == p.Probe.Person))],
            [.. split.Strangers.Select(stranger => First(stranger.Embedding).Score)]);

        (int Person, double Score) First(float[] embedding)
        {
            var padded = EmbeddingMatrix.From([embedding], dimension);
            return Enumerable.Range(0, machines.Classes).Select(c => (c, (double)machines.Margin(c, padded.Row(0)))).MaxBy(c => c.Item2);
        }
    }
}
