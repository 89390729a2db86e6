using System.Diagnostics;
using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Calibration;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Report;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Pipeline.Classification.Training;

/// <summary>
/// Trains a classifier: chooses C by cross-validation, fits the calibration and the thresholds to the cross-validated scores of
/// known faces and strangers, trains the hyperplanes on all faces, and reports.
/// </summary>
public static class ClassifierTrainer
{
    /// <summary>Trains.</summary>
    /// <param name="set">What to learn from; it needs faces of two people at least.</param>
    /// <param name="options">How.</param>
    /// <param name="warmStart">The classifier in use, to begin from its hyperplanes; ignored when it is of another embedding model.</param>
    /// <param name="progress">Told what is being done.</param>
    /// <param name="cancel">Stops the training.</param>
    /// <returns>A new classifier; <paramref name="warmStart"/> is never changed.</returns>
    /// <exception cref="ClassifierTrainingException">The set cannot be trained on; the message says why and what to do.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static TrainedClassifier Train(
        TrainingSet set,
        TrainingOptions options,
        TrainedClassifier? warmStart = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var clock = Stopwatch.StartNew();
        cancel.ThrowIfCancellationRequested();
        Validate(set, options);
        var normalisation = !options.Normalise ? null
            : set.Normalisation ?? LibraryCohort.Of(Library(set), set.Dimension, set.Model, set.Spread).Normalisation();
        var gallery = Gallery.Build(set.Faces, set.Dimension).Normalise(normalisation);
        var spread = set.Spread.Measured(set.Faces, normalisation, options.Seed);
        var used = set with { Spread = spread, Normalisation = normalisation };
        used = used with { Strangers = TrustedStrangers(used, gallery, options) };

        var sameModel = warmStart?.Model == set.Model && warmStart.Dimension == set.Dimension;
        var before = sameModel ? warmStart : null;

        progress?.Report(new TrainingProgress(0.02, "Cross-validating"));
        var validated = ValidatedCalibration.CarriedOver(before, used, options)
            ?? ValidatedCalibration.Validate(
                used, options, clock, done => progress?.Report(new TrainingProgress(0.02 + (0.58 * done), "Cross-validating")), cancel);

        progress?.Report(new TrainingProgress(0.6, "Training"));
        var machines = TrainedMachines.Train(
            set.Faces, [.. used.Strangers, .. set.Ignored], set.Rejections, set.Dimension, Svm(options, validated.Report.C), before?.Machines, cancel,
            done => progress?.Report(new TrainingProgress(0.6 + (0.35 * done), "Training")), keepSupport: true, furtherSights: set.FurtherSights);

        progress?.Report(new TrainingProgress(0.95, "Looking for mistakes"));
        var suspects = SuspectFaces.Find(set.Faces, set.Reaffirmed, gallery, spread, normalisation, options.Parallelism, cancel);
        var report = validated.Report with
        {
            People = gallery.People.Length,
            PeopleWithHyperplane = machines?.People.Length ?? 0,
            Faces = set.Faces.Count,
            Strangers = used.Strangers.Count + set.Ignored.Count,
            SuspectFaces = suspects,
            PersonNotes = SuspectFaces.Notes(set.Faces, suspects, set.Reaffirmed, spread),
            TrainingTime = clock.Elapsed,
            WarmStarted = before?.Machines is not null && machines is not null,
        };
        cancel.ThrowIfCancellationRequested();
        progress?.Report(new TrainingProgress(1, "Done"));
        return new TrainedClassifier(set.Model, set.Dimension, gallery, machines, spread, validated.Calibration, validated.Thresholds,
            validated.Measured, report, normalisation);
    }

    /// <summary>The set's faces, one of each named person; those without an id are numbered below 0.</summary>
    private static IEnumerable<(long FaceId, float[] Embedding)> Library(TrainingSet set) =>
        LibraryCohort.OneOfEach(set.Faces)
            .Concat(set.Ignored.Concat(set.Strangers).Select((embedding, i) => (-1L - i, embedding)));

    /// <summary>How the hyperplanes are trained at a given price.</summary>
    internal static SvmOptions Svm(TrainingOptions options, double price) =>
        new() { C = price, Balance = 0.5, Seed = options.Seed, Parallelism = options.Parallelism };

    private static void Validate(TrainingSet set, TrainingOptions options)
    {
        if (options.FalseSuggestionRate is not (> 0 and < 1))
            throw new ClassifierTrainingException($"The false suggestion rate is {options.FalseSuggestionRate}: it has to lie between 0 and 1.");
        if (set.Faces.Count == 0)
            throw new ClassifierTrainingException("No face has been given a name yet: name at least one face, then train.");
        if (set.Faces.All(face => face.PersonId == set.Faces[0].PersonId))
        {
            throw new ClassifierTrainingException(
                "Only one person has named faces, so there is nobody to tell them from: name faces of a second person, then train. Until then names "
                    + "are suggested by the nearest named faces.");
        }
        foreach (var (what, embedding) in set.Faces.Select(face => ($"Face {face.FaceId}", face.Embedding))
            .Concat(set.FurtherSights.Select(sight => ($"A sight of face {sight.FaceId}", sight.Embedding)))
            .Concat(set.Rejections.Select(rejection => ($"The rejected face {rejection.FaceId}", rejection.Embedding)))
            .Concat(set.Ignored.Select(stranger => ("An ignored face", stranger)))
            .Concat(set.Strangers.Select(stranger => ("An unnamed face", stranger))))
        {
            if (embedding.Length != set.Dimension)
            {
                throw new ClassifierTrainingException(
                    $"{what} has {embedding.Length} measurements, the others have {set.Dimension} ({set.Model}): faces measured by two model packs "
                        + $"cannot be trained together. Analyse the photos again with one pack, then train.");
            }
            var length = TensorPrimitives.Norm<float>(embedding);
            if (!(Math.Abs(length - 1) < 0.02f))
                throw new ClassifierTrainingException(
                    $"{what} has measurements of length {length:0.###} instead of 1: they are damaged. Analyse its photo again, then train.");
        }
        var twice = set.Faces.GroupBy(face => face.FaceId).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new ClassifierTrainingException(
                $"Face {twice.Key} is given twice: a face has one person. Train again; if this comes back, report it.");
    }

    /// <summary>The strangers that are far from every known person: an unnamed face near to one may well be that person.</summary>
    private static List<float[]> TrustedStrangers(TrainingSet set, Gallery gallery, TrainingOptions options)
    {
        var trusted = new List<float[]>();
        var strangers = EmbeddingMatrix.From(set.Strangers, set.Dimension);
        var cosines = new float[BlockedProduct.BlockRows * gallery.People.Length];
        for (var start = 0; start < strangers.Rows; start += BlockedProduct.BlockRows)
        {
            var count = Math.Min(BlockedProduct.BlockRows, strangers.Rows - start);
            BlockedProduct.Multiply(strangers, start, count, gallery.Prototypes, cosines);
            var levels = set.Normalisation?.Levels(strangers, start, count);
            for (var i = 0; i < count; i++)
            {
                var greatest = double.NegativeInfinity;
                for (var p = 0; p < gallery.People.Length; p++)
                    greatest = Math.Max(greatest, cosines[(i * gallery.People.Length) + p] - (gallery.PrototypeLevels[p] / 2));
                if (set.Spread.ToCompact(set.Normalisation?.Correct(greatest, levels![i], 0) ?? greatest) < options.StrangerCosine)
                    trusted.Add(set.Strangers[start + i]);
            }
        }
        return trusted;
    }
}
