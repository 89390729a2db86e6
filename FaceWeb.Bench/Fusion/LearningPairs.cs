using System.Numerics.Tensors;
using FaceWeb.Bench.Identification;

namespace FaceWeb.Bench.Fusion;

/// <summary>Pairs of faces with the cosine of each pack: what weights are learnt on.</summary>
/// <param name="Cosines">For each pack the cosine of each pair.</param>
/// <param name="Same">Whether a pair is one person.</param>
/// <param name="People">The person of a pair's first face.</param>
public sealed record LearningPairs(double[][] Cosines, bool[] Same, string[] People)
{
    private const int MostFacesOfPerson = 40;

    /// <summary>All pairs of one person (of at most 40 faces), and so many pairs of two people, drawn by the seed.</summary>
    public static LearningPairs Draw(IReadOnlyList<BenchFace> faces, int different, int seed)
    {
        var random = new Random(seed);
        var pairs = new List<(BenchFace First, BenchFace Second)>();
        foreach (var person in faces.GroupBy(face => face.Person).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var own = person.OrderBy(face => face.File, StringComparer.Ordinal).Take(MostFacesOfPerson).ToArray();
            for (var i = 0; i < own.Length; i++)
            {
                for (var j = 0; j < i; j++)
                    pairs.Add((own[i], own[j]));
            }
        }
        var same = pairs.Count;
        while (pairs.Count < same + different)
        {
            var (a, b) = (faces[random.Next(faces.Count)], faces[random.Next(faces.Count)]);
            if (a.Person != b.Person)
                pairs.Add((a, b));
        }
        return new LearningPairs(
            [.. Enumerable.Range(0, faces[0].Packs.Count).Select(
                pack => pairs.Select(pair => (double)TensorPrimitives.Dot<float>(pair.First.Packs[pack], pair.Second.Packs[pack])).ToArray())],
            [.. Enumerable.Range(0, pairs.Count).Select(i => i < same)],
            [.. pairs.Select(pair => pair.First.Person)]);
    }

    /// <summary>
    /// The smallest weight whose loss is within one standard error of the least one (the rule of Breiman, Friedman, Olshen, Stone:
    /// Classification and Regression Trees, 1984): the second pack gets no more say than the pairs clearly ask for. The error is that of the
    /// difference of the two losses, over people, because pairs of one person are not independent.
    /// </summary>
    /// <returns>The chosen weight, and each weight with its loss and its difference from the least one in standard errors.</returns>
    public (double Weight, IReadOnlyList<WeightLoss> All) ChooseWeight(double step)
    {
        var weights = Enumerable.Range(0, (int)(1 / step)).Select(i => Math.Round(i * step, 3)).ToArray();
        var losses = Array.ConvertAll(weights, weight => PairLoss.OfEach(Joined(weight), Same));
        var least = losses.MinBy(loss => loss.Sum())!;
        var all = weights.Zip(losses, (weight, loss) => new WeightLoss(weight, loss.Sum(), StandardErrors(loss, least))).ToList();
        return (all.First(w => w.StandardErrors <= 1).Weight, all);
    }

    private double StandardErrors(double[] loss, double[] least)
    {
        var ofPerson = new Dictionary<string, double>();
        for (var i = 0; i < loss.Length; i++)
            ofPerson[People[i]] = ofPerson.GetValueOrDefault(People[i]) + loss[i] - least[i];
        var sum = ofPerson.Values.Sum();
        var mean = sum / ofPerson.Count;
        var error = Math.Sqrt(ofPerson.Values.Sum(d => (d - mean) * (d - mean)) / Math.Max(1, ofPerson.Count - 1) * ofPerson.Count);
        return error > 0 ? sum / error : 0;
    }

    /// <summary>The joined cosine of each pair when the second pack weighs so much of the whole (0 to 1).</summary>
    public double[] Joined(double weight) => [.. Cosines[0].Zip(Cosines[1], (a, b) => ((1 - weight) * a) + (weight * b))];
}
