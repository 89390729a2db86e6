namespace FaceWeb.Pipeline.Classification;

/// <summary>The figures of a report that follow from cross-validated faces and a calibration.</summary>
internal sealed class CrossValidatedFigures
{
    private const int Bins = 10;

    /// <summary>Works the figures out.</summary>
    public CrossValidatedFigures(IReadOnlyList<ScoredFace> scored, EvidenceCalibration calibration)
    {
        var firsts = scored.Select(face => (Face: face, First: face.First(calibration))).ToArray();
        var known = firsts.Where(f => !f.Face.IsStranger).ToArray();
        var right = known.Where(f => f.First.Candidate >= 0 && f.Face.IsRight(f.First.Candidate)).ToArray();
        KnownFaces = known.Length;
        Rank1Accuracy = known.Length == 0 ? null : right.Length / (double)known.Length;
        StrangerProbabilities = firsts.Where(f => f.Face.IsStranger).Select(f => f.First.Probability).OrderDescending().ToArray();
        StrangerPeople = scored.Where(face => face.IsStranger && face.Face is not null).Select(face => face.Face!.PersonId).Distinct().Count()
            + scored.Count(face => face.Face is null);
        if (StrangerProbabilities.Length >= 100 && known.Length > 0)
        {
            var threshold = StrangerProbabilities[StrangerProbabilities.Length / 100];
            DetectionAndIdentificationRateAt1Percent = right.Count(f => f.First.Probability > threshold) / (double)known.Length;
        }
        Confusions = known
            .Where(f => f.First.Candidate >= 0 && !f.Face.IsRight(f.First.Candidate))
            .GroupBy(f => (f.Face.Face!.PersonId, Other: f.Face.People[f.First.Candidate]))
            .Select(group => new Confusion(group.Key.PersonId, group.Key.Other, group.Select(f => f.Face.Face!.FaceId).Order().ToArray()))
            .OrderByDescending(confusion => confusion.FaceIds.Count).ThenBy(confusion => confusion.PersonId).ThenBy(confusion => confusion.OtherPersonId)
            .ToArray();
        var named = firsts.Where(f => f.First.Candidate >= 0).Select(f => (f.First.Probability, Right: f.Face.IsRight(f.First.Candidate))).ToArray();
        Reliability = Diagram(named);
        ExpectedCalibrationError = Error(Reliability);
    }

    /// <summary>Number of faces that were scored as known.</summary>
    public int KnownFaces { get; }

    /// <summary>Share of them whose first name is right; null without any.</summary>
    public double? Rank1Accuracy { get; }

    /// <summary>See <see cref="TrainingReport.DetectionAndIdentificationRateAt1Percent"/>.</summary>
    public double? DetectionAndIdentificationRateAt1Percent { get; }

    /// <summary>The first name's probability of each stranger, greatest first.</summary>
    public double[] StrangerProbabilities { get; }

    /// <summary>How many different people the strangers are; each ignored face counts as one.</summary>
    public int StrangerPeople { get; }

    /// <summary>Who was taken for whom.</summary>
    public IReadOnlyList<Confusion> Confusions { get; }

    /// <summary>The reliability diagram.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; }

    /// <summary>ECE.</summary>
    public double ExpectedCalibrationError { get; }

    /// <summary>Ten bins of equal width over the probabilities of first names.</summary>
    public static IReadOnlyList<ReliabilityBin> Diagram(IReadOnlyCollection<(double Probability, bool Right)> named)
    {
        var bins = named.ToLookup(f => Math.Min(Bins - 1, (int)(f.Probability * Bins)));
        return Enumerable.Range(0, Bins).Select(bin =>
        {
            var faces = bins[bin].ToArray();
            return new ReliabilityBin(
                bin / (double)Bins,
                (bin + 1) / (double)Bins,
                faces.Length,
                faces.Length == 0 ? 0 : faces.Average(f => f.Probability),
                faces.Length == 0 ? 0 : faces.Count(f => f.Right) / (double)faces.Length);
        }).ToArray();
    }

    /// <summary>The expected calibration error of a diagram: 0 for none.</summary>
    public static double Error(IReadOnlyList<ReliabilityBin> diagram)
    {
        var faces = diagram.Sum(bin => bin.Faces);
        return faces == 0 ? 0 : diagram.Sum(bin => bin.Faces * Math.Abs(bin.MeanProbability - bin.Accuracy)) / faces;
    }
}
