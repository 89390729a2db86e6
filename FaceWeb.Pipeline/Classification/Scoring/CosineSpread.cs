using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Classification.Scoring;

/// <summary>
/// How the cosines of different people's faces spread under an embedding model. The classifier's constants are written for the compact
/// pack; with another model its cosines are first brought to the compact pack's spread.
/// </summary>
/// <param name="Mean">Mean cosine of two different people's faces.</param>
/// <param name="Deviation">Its standard deviation, above 0.</param>
public sealed record CosineSpread(double Mean, double Deviation)
{
    private const int MostPairs = 200_000;

    /// <summary>Faces drawn of each person.</summary>
    private const int FacesOfPerson = 4;

    /// <summary>As many pairs of people as the given spread counts for when one is measured on confirmed faces.</summary>
    private const int PairsOfPrior = 100;

    /// <summary>The compact pack, measured on one half of LFW's people.</summary>
    public static CosineSpread Compact { get; } = new(0.005, 0.096);

    /// <summary>By how much a difference of cosines is stretched when it is brought to the compact pack's spread.</summary>
    internal double ToCompactScale => Compact.Deviation / Deviation;

    /// <summary>A cosine brought to the compact pack's spread.</summary>
    public double ToCompact(double cosine) => ((cosine - Mean) * ToCompactScale) + Compact.Mean;

    /// <summary>The cosine under this spread that corresponds to one under the compact pack's.</summary>
    public double FromCompact(double cosine) => ((cosine - Compact.Mean) / ToCompactScale) + Mean;

    /// <summary>
    /// Measures the spread of corrected cosines on confirmed faces of several people, and blends it with this one, which counts for 100
    /// pairs of people: 100
    /// people decide for themselves, two leave it nearly as it is.
    /// </summary>
    internal CosineSpread Measured(IReadOnlyList<LabelledFace> faces, ScoreNormalisation? normalisation, int seed)
    {
        var random = new Random(seed);
        var people = faces.GroupBy(face => face.PersonId).OrderBy(group => group.Key).Select(group =>
        {
            var own = group.Select(face => face.Embedding).ToArray();
            random.Shuffle(own);
            return own.Take(FacesOfPerson).ToArray();
        }).ToArray();
        var levels = people.Select(own => normalisation?.Levels(own)).ToArray();
        var pairsOfPeople = people.Length * (people.Length - 1) / 2;
        if (pairsOfPeople == 0)
            return this;
        double sum = 0, squares = 0;
        var count = 0;
        for (var round = 0; count < MostPairs && round < Math.Max(1, 5000 / pairsOfPeople); round++)
        {
            for (var a = 0; a < people.Length && count < MostPairs; a++)
            {
                for (var b = 0; b < a; b++)
                {
                    var (one, other) = (random.Next(people[a].Length), random.Next(people[b].Length));
                    double cosine = TensorPrimitives.Dot(people[a][one], people[b][other]);
                    cosine = normalisation?.Correct(cosine, levels[a]![one], levels[b]![other]) ?? cosine;
                    sum += cosine;
                    squares += cosine * cosine;
                    count++;
                }
            }
        }
        var mean = sum / count;
        var variance = Math.Max(0, (squares / count) - (mean * mean));
        var weight = pairsOfPeople / (double)(pairsOfPeople + PairsOfPrior);
        return new CosineSpread(
            (weight * mean) + ((1 - weight) * Mean),
            Math.Sqrt((weight * variance) + ((1 - weight) * Deviation * Deviation)));
    }
}
