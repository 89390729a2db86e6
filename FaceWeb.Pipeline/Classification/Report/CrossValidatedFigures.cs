using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Calibration;
using FaceWeb.Pipeline.Classification.Scoring;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Report;

/// <summary>The figures of a report that follow from cross-validated faces and a calibration.</summary>
internal sealed class CrossValidatedFigures
{
    private const int Bins = 10;
    private const int ScoreBins = 20;
    private const int PointsOfTenfold = 15;
    private const int ShownConfusions = 100;
    private const int FacesOfOther = 6;

    /// <summary>Works the figures out.</summary>
    public CrossValidatedFigures(IReadOnlyList<ScoredFace> scored, EvidenceCalibration calibration)
    {
        var firsts = scored.Select(face => (Face: face, First: face.First(calibration))).ToArray();
        var known = firsts.Where(f => !f.Face.IsStranger).ToArray();
        var right = known.Where(f => f.First.Candidate >= 0 && f.Face.IsRight(f.First.Candidate)).ToArray();
        KnownFaces = known.Length;
        Rank1Accuracy = known.Length == 0 ? null : right.Length / (double)known.Length;
        StrangerScores = firsts.Where(f => f.Face.IsStranger).Select(f => f.First.OrNobody).OrderDescending().ToArray();
        StrangerPeople = scored.Where(face => face.IsStranger && face.Face is not null).Select(face => face.Face!.PersonId).Distinct().Count()
            + scored.Count(face => face.Face is null);
        if (StrangerScores.Length >= 100 && known.Length > 0)
        {
            var threshold = StrangerScores[StrangerScores.Length / 100];
            DetectionAndIdentificationRateAt1Percent = right.Count(f => f.First.OrNobody > threshold) / (double)known.Length;
        }
        IdentificationCurve = Curve(StrangerScores, [.. right.Select(f => f.First.OrNobody)], known.Length);
        KnownFaceIds = [.. known.Select(f => f.Face.Face!.FaceId).Order()];
        Scores = Spread(
            right.Select(f => f.First.Probability),
            known.Where(f => f.First.Candidate < 0 || !f.Face.IsRight(f.First.Candidate)).Select(f => f.First.Probability),
            firsts.Where(f => f.Face.IsStranger).Select(f => f.First.Probability));
        var facesOf = scored.Where(face => face.Face is not null).Select(face => face.Face!).DistinctBy(face => face.FaceId)
            .ToLookup(face => face.PersonId);
        Confusions = known
            .Where(f => f.First.Candidate >= 0 && !f.Face.IsRight(f.First.Candidate))
            .GroupBy(f => (f.Face.Face!.PersonId, Other: f.Face.People[f.First.Candidate]))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.PersonId).ThenBy(group => group.Key.Other)
            .Select((group, place) => new Confusion(group.Key.PersonId, group.Key.Other, group.Select(f => f.Face.Face!.FaceId).Order().ToArray())
            {
                OtherFaceIds = place < ShownConfusions ? MostAlike([.. group.Select(f => f.Face.Face!)], facesOf[group.Key.Other]) : [],
            })
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

    /// <summary>Those faces, in ascending order.</summary>
    public IReadOnlyList<long> KnownFaceIds { get; }

    /// <summary>See <see cref="TrainingReport.IdentificationCurve"/>.</summary>
    public IReadOnlyList<IdentificationPoint> IdentificationCurve { get; }

    /// <summary>See <see cref="TrainingReport.Scores"/>.</summary>
    public IReadOnlyList<ScoreBin> Scores { get; }

    /// <summary>The probability that each stranger is the first name rather than nobody known, greatest first.</summary>
    public double[] StrangerScores { get; }

    /// <summary>How many different people the strangers are; each ignored face counts as one.</summary>
    public int StrangerPeople { get; }

    /// <summary>Who was taken for whom.</summary>
    public IReadOnlyList<Confusion> Confusions { get; }

    /// <summary>The reliability diagram.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; }

    /// <summary>ECE.</summary>
    public double ExpectedCalibrationError { get; }

    /// <summary>
    /// Identification against false identification. The threshold that k of n strangers pass is the probability of the next one, so that
    /// the share k / n is met exactly; between 1 / n and 1 the shares are spaced evenly on a logarithmic scale.
    /// </summary>
    /// <param name="strangers">The probability that each stranger is the first name rather than nobody known, greatest first.</param>
    /// <param name="right">The same of each known face whose first name is right.</param>
    /// <param name="known">How many known faces there are.</param>
    public static IReadOnlyList<IdentificationPoint> Curve(double[] strangers, double[] right, int known)
    {
        if (strangers.Length == 0 || known == 0)
            return [];
        var passed = new SortedSet<int> { strangers.Length };
        for (var step = 0; passed.Min > 1 || step == 0; step++)
        {
            var count = (int)Math.Round(strangers.Length * Math.Pow(10, -step / (double)PointsOfTenfold));
            if (count < 1)
                break;
            passed.Add(count);
        }
        return [.. passed.Select(count =>
        {
            // Beyond the last stranger nothing is below: every first name counts.
            var threshold = count < strangers.Length ? strangers[count] : 0;
            return new IdentificationPoint(count / (double)strangers.Length, right.Count(p => p > threshold) / (double)known, threshold);
        })];
    }

    private static ScoreBin[] Spread(IEnumerable<double> right, IEnumerable<double> wrong, IEnumerable<double> strangers)
    {
        var counts = new[] { Count(right), Count(wrong), Count(strangers) };
        return [.. Enumerable.Range(0, ScoreBins).Select(bin =>
            new ScoreBin(bin / (double)ScoreBins, (bin + 1) / (double)ScoreBins, counts[0][bin], counts[1][bin], counts[2][bin]))];

        static int[] Count(IEnumerable<double> probabilities)
        {
            var bins = new int[ScoreBins];
            foreach (var probability in probabilities)
                bins[Math.Min(ScoreBins - 1, (int)(probability * ScoreBins))]++;
            return bins;
        }
    }

    private static long[] MostAlike(LabelledFace[] confused, IEnumerable<LabelledFace> ofOther) =>
        [.. ofOther.OrderByDescending(other => confused.Max(face => TensorPrimitives.Dot<float>(face.Embedding, other.Embedding)))
            .ThenBy(other => other.FaceId).Take(FacesOfOther).Select(other => other.FaceId)];

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
