using System.Globalization;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>
/// Whether a newly trained classifier is good enough to take the place of the one in use. Both have to answer for the same faces, which
/// neither has seen: best, faces named since the one in use was trained, for which a second classifier is trained without them; where
/// those are too few, the faces that both trainings have cross-validated. Which of two classifiers errs less is told by the faces for
/// which only one of them is right (McNemar, Psychometrika 1947): were both equally good, each such face would be a toss of a coin. They
/// are called the same unless a coin would fall as one-sidedly in fewer than 1 of 10 cases (the exact sign test).
/// </summary>
public static class ClassifierComparison
{
    /// <summary>With fewer faces nothing is decided.</summary>
    public const int LeastFaces = 20;

    private const int MostFaces = 1000;

    /// <summary>A difference that chance brings about this often or more is none.</summary>
    private const double Chance = 0.1;

    /// <summary>Compares.</summary>
    /// <param name="set">What the candidate was trained on.</param>
    /// <param name="candidate">The new classifier, with its report.</param>
    /// <param name="before">The one in use.</param>
    /// <param name="isNew">Whether a face was given its name after the one in use was trained.</param>
    /// <param name="options">How the candidate was trained.</param>
    /// <param name="progress">Told how far the comparison is.</param>
    /// <param name="cancel">Stops the comparison.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ModelComparison Compare(
        TrainingSet set,
        TrainedClassifier candidate,
        TrainedClassifier before,
        Func<LabelledFace, bool> isNew,
        TrainingOptions options,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var unseen = Unseen(set, isNew);
        return unseen.Count >= LeastFaces
            ? ByUnseenFaces(set, before, unseen, options, progress, cancel)
            : ByCrossValidation(set, candidate, before, isNew);
    }

    /// <summary>
    /// Every second new face of each person, so that a person named since is known to both by the other half; nobody loses all faces.
    /// Of faces with the same numbers (one photo in two albums) one counts, and none where the classifier in use has learnt a copy.
    /// </summary>
    private static List<LabelledFace> Unseen(TrainingSet set, Func<LabelledFace, bool> isNew)
    {
        var seen = set.Faces.Where(face => !isNew(face)).Select(KeyOf).ToHashSet();
        var unseen = new List<LabelledFace>();
        foreach (var person in set.Faces.GroupBy(face => face.PersonId).OrderBy(group => group.Key))
        {
            var added = person.Where(face => !seen.Contains(KeyOf(face))).OrderBy(face => face.FaceId).DistinctBy(KeyOf).ToArray();
            var allNew = !person.Any(face => seen.Contains(KeyOf(face)));
            unseen.AddRange(added.Where((_, i) => i % 2 == (allNew ? 1 : 0)));
        }
        return unseen.Count <= MostFaces ? unseen : [.. unseen.Where((_, i) => i % ((unseen.Count / MostFaces) + 1) == 0)];
    }

    private static ModelComparison ByUnseenFaces(
        TrainingSet set, TrainedClassifier before, List<LabelledFace> unseen, TrainingOptions options, IProgress<TrainingProgress>? progress,
            CancellationToken cancel)
    {
        var held = unseen.Select(face => (face.PersonId, KeyOf(face))).ToHashSet();
        var others = set.Faces.Where(face => !held.Contains((face.PersonId, KeyOf(face)))).ToList();
        var heldKeys = unseen.Select(KeyOf).ToHashSet();
        var without = set with
        {
            Faces = others,
            Rejections = [.. set.Rejections.Where(rejection => !heldKeys.Contains(SupportVectors.KeyOf(rejection.Embedding)))]
        };
        var trial = ClassifierTrainer.Train(without, options with { Budget = options.Budget / 2 }, before, progress, cancel);

        // A stricter rate names fewer faces on purpose: then only the first name counts, not whether it is said.
        var said = before.Report?.FalseSuggestionRate == options.FalseSuggestionRate;
        return Judge(
            ComparedFaces.NamedSince,
            $"on {unseen.Count} faces named since the last training and kept from both",
            Right(trial, unseen, said),
            Right(before.WithGallery(others), unseen, said));
    }

    private static ModelComparison ByCrossValidation(
        TrainingSet set, TrainedClassifier candidate, TrainedClassifier before, Func<LabelledFace, bool> isNew)
    {
        if (candidate.Report is not { } now || before.Report is not { } then)
            return TooFew();
        if (now.CrossValidationCarriedOver)
        {
            return new ModelComparison
            {
                Verdict = ModelVerdict.Same,
                On = ComparedFaces.CrossValidatedInBoth,
                Faces = now.CrossValidatedFaces,
                Right = now.CrossValidatedFaces - WrongOnes(now).Count,
                RightBefore = now.CrossValidatedFaces - WrongOnes(now).Count,
                Sentence = "the same: at most one face in a hundred has changed since it was measured, so its figures still hold",
            };
        }

        // A face that got another name since was judged by its old name then.
        var renamed = set.Faces.Where(isNew).Select(face => face.FaceId).ToHashSet();
        var both = now.CrossValidatedFaceIds.Intersect(then.CrossValidatedFaceIds).Where(face => !renamed.Contains(face)).ToArray();
        if (both.Length < LeastFaces)
            return TooFew();
        var (wrongNow, wrongThen) = (WrongOnes(now), WrongOnes(then));
        return Judge(
            ComparedFaces.CrossValidatedInBoth,
            string.Create(CultureInfo.InvariantCulture, $"in cross-validation of the {both.Length:N0} faces that both were measured on"),
            Array.ConvertAll(both, face => !wrongNow.Contains(face)),
            Array.ConvertAll(both, face => !wrongThen.Contains(face)));
    }

    private static ModelComparison Judge(ComparedFaces on, string where, bool[] now, bool[] then)
    {
        var onlyNow = now.Zip(then).Count(pair => pair.First && !pair.Second);
        var onlyThen = now.Zip(then).Count(pair => pair.Second && !pair.First);
        var verdict = ByChance(onlyThen, onlyNow) < Chance ? ModelVerdict.Better : ByChance(onlyNow, onlyThen) < Chance ? ModelVerdict.Worse
            : ModelVerdict.Same;
        var word = verdict switch
        {
            ModelVerdict.Better => "better",
            ModelVerdict.Worse => "worse",
            _ when onlyNow + onlyThen == 0 => "the same",
            _ => "the same within chance",
        };
        return new ModelComparison
        {
            Verdict = verdict,
            On = on,
            Faces = now.Length,
            Right = now.Count(right => right),
            RightBefore = then.Count(right => right),
            OnlyNow = onlyNow,
            OnlyBefore = onlyThen,
            Sentence = string.Create(
                CultureInfo.InvariantCulture,
                $"{word}: {where} it is right for {now.Count(right => right):N0}, the one before for {then.Count(right => right):N0} ({onlyNow:N0} "
                    + $"only by the new one, {onlyThen:N0} only by the one before)"),
        };
    }

    /// <summary>How probable it is that at most <paramref name="few"/> of all tosses of a fair coin fall on one side.</summary>
    internal static double ByChance(int few, int many)
    {
        var tosses = few + many;
        var (sum, logOfCount) = (0d, 0d);
        for (var heads = 0; heads <= few; heads++)
        {
            sum += Math.Exp(logOfCount - (tosses * Math.Log(2)));
            logOfCount += Math.Log((tosses - heads) / (heads + 1.0));
        }
        return Math.Min(1, sum);
    }

    private static ModelComparison TooFew() => new()
    {
        Verdict = ModelVerdict.Unknown,
        Sentence = $"not comparable: fewer than {LeastFaces} faces have been judged by both",
    };

    private static ulong KeyOf(LabelledFace face) => SupportVectors.KeyOf(face.Embedding);

    private static HashSet<long> WrongOnes(TrainingReport report) => [.. report.Confusions.SelectMany(confusion => confusion.FaceIds)];

    private static bool[] Right(TrainedClassifier classifier, List<LabelledFace> faces, bool said)
    {
        var right = new bool[faces.Count];
        classifier.RankMany(
            faces.ConvertAll(face => face.Embedding),
            (i, names) => right[i] = (said ? classifier.Suggested(names) : names) is [var first, ..] && first.PersonId == faces[i].PersonId);
        return right;
    }
}
