using System.Globalization;
using FaceWeb.Pipeline.Classification;

namespace FaceWeb.Recognition;

/// <summary>
/// Whether a newly trained classifier is good enough to take the place of the active one. Both have to answer for the same faces, which
/// neither has seen: faces confirmed since the active one was trained, for which a second classifier is trained without them. (The
/// figures of the two reports are measured on different faces and cannot be compared.)
/// </summary>
internal static class ClassifierComparison
{
    private const int LeastFaces = 20;
    private const int MostFaces = 1000;

    /// <summary>Compares.</summary>
    /// <param name="set">What the candidate was trained on.</param>
    /// <param name="candidate">The new classifier.</param>
    /// <param name="active">The one in use.</param>
    /// <param name="isNew">Whether the active classifier has not seen a face.</param>
    /// <param name="options">How the candidate was trained.</param>
    /// <param name="cancel">Stops the comparison.</param>
    /// <returns>Whether to activate the candidate, and why, as a sentence.</returns>
    public static (bool Activate, string Note) Compare(
        TrainingSet set, TrainedClassifier candidate, TrainedClassifier active, Func<LabelledFace, bool> isNew, TrainingOptions options, CancellationToken cancel)
    {
        // Every second face, so that a person confirmed since is known to both by the other half.
        var unseen = set.Faces.Where(isNew).OrderBy(f => f.PersonId).ThenBy(f => f.FaceId).Where((_, i) => i % 2 == 0).ToList();
        if (unseen.Count > MostFaces)
            unseen = [.. unseen.Where((_, i) => i % ((unseen.Count / MostFaces) + 1) == 0)];
        var held = unseen.Select(f => f.FaceId).ToHashSet();
        var others = set.Faces.Where(f => !held.Contains(f.FaceId)).ToList();
        var known = others.Select(f => f.PersonId).ToHashSet();
        unseen.RemoveAll(f => !known.Contains(f.PersonId));
        return unseen.Count >= LeastFaces ? ByUnseenFaces(set, active, others, unseen, options, cancel) : ByCrossValidation(candidate, active);
    }

    private static (bool Activate, string Note) ByUnseenFaces(
        TrainingSet set, TrainedClassifier active, List<LabelledFace> others, List<LabelledFace> unseen, TrainingOptions options, CancellationToken cancel)
    {
        var without = set with { Faces = others, Rejections = [.. set.Rejections.Where(r => !unseen.Exists(f => f.FaceId == r.FaceId))] };
        var trial = ClassifierTrainer.Train(without, options with { Budget = options.Budget / 2 }, active, null, cancel);
        var newRight = Right(trial, unseen);
        var oldRight = Right(active.WithGallery(others), unseen);
        var (won, lost) = (0, 0);
        for (var i = 0; i < unseen.Count; i++)
        {
            won += newRight[i] && !oldRight[i] ? 1 : 0;
            lost += oldRight[i] && !newRight[i] ? 1 : 0;
        }

        // McNemar: with equal classifiers the difference has a standard deviation of sqrt(won + lost).
        var worse = lost - won > Math.Sqrt(won + lost);
        var figures = string.Create(CultureInfo.InvariantCulture,
            $"on {unseen.Count} faces named since the last training it is right for {newRight.Count(r => r)}, the one before for {oldRight.Count(r => r)}");
        return worse ? (false, $"Not activated because it is worse: {figures}.") : (true, $"Activated because it is not worse: {figures}.");
    }

    private static (bool Activate, string Note) ByCrossValidation(TrainedClassifier candidate, TrainedClassifier active)
    {
        if (candidate.Report?.Rank1Accuracy is not { } now || active.Report?.Rank1Accuracy is not { } before)
            return (true, "Activated: there are too few faces to compare it with the one before.");
        var faces = Math.Max(1, Math.Min(candidate.Report.CrossValidatedFaces, active.Report.CrossValidatedFaces));
        var error = Math.Sqrt(Math.Max(before * (1 - before), 1.0 / faces) / faces);
        var figures = string.Create(CultureInfo.InvariantCulture, $"{now:P1} right in cross-validation, {before:P1} before, on nearly the same faces");
        return now < before - error ? (false, $"Not activated because it is worse: {figures}.") : (true, $"Activated because it is not worse: {figures}.");
    }

    private static bool[] Right(TrainedClassifier classifier, List<LabelledFace> faces)
    {
        var right = new bool[faces.Count];
        classifier.SuggestMany(faces.ConvertAll(f => f.Embedding), (i, names) => right[i] = names.Count > 0 && names[0].PersonId == faces[i].PersonId);
        return right;
    }
}
