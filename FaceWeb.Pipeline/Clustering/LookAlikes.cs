using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Svm;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>
/// Looks for people who may be one person: pairs whose faces have a great mean cosine (average linkage, as the groups are made by).
/// Two who are on one photo are two, however alike they look.
/// </summary>
public static class LookAlikes
{
    /// <summary>Finds the pairs, the most alike first.</summary>
    /// <param name="faces">The faces of all, their keys as <see cref="LabelledFace.PersonId"/>.</param>
    /// <param name="dimension">Length of the embeddings.</param>
    /// <param name="leastCosine">Asked for each pair of keys: the least mean cosine, or infinity for a pair that is not to be found.</param>
    /// <param name="most">The most pairs to return.</param>
    /// <param name="cancel">Stops looking.</param>
    public static IReadOnlyList<LookAlike> Find(
        IReadOnlyList<LabelledFace> faces, int dimension, Func<long, long, double> leastCosine, int most, CancellationToken cancel = default) =>
        Find(faces, dimension, leastCosine, most, null, cancel);

    /// <summary>The same with corrected cosines.</summary>
    /// <param name="faces">The faces of all, their keys as <see cref="LabelledFace.PersonId"/>.</param>
    /// <param name="dimension">Length of the embeddings.</param>
    /// <param name="leastCosine">
    /// Asked for each pair of keys: the least mean corrected cosine, or infinity for a pair that is not to be found.
    /// </param>
    /// <param name="most">The most pairs to return.</param>
    /// <param name="normalisation">By which cosines are corrected, those of what is found too; null for cosines as they are.</param>
    /// <param name="cancel">Stops looking.</param>
    public static IReadOnlyList<LookAlike> Find(
        IReadOnlyList<LabelledFace> faces, int dimension, Func<long, long, double> leastCosine, int most, ScoreNormalisation? normalisation,
        CancellationToken cancel = default)
    {
        var people = faces.GroupBy(face => face.PersonId).OrderBy(group => group.Key).ToArray();
        var means = new EmbeddingMatrix(people.Length, dimension);
        for (var i = 0; i < people.Length; i++)
        {
            // The product of two means of unit vectors is the mean of the products.
            var mean = means.Row(i)[..dimension];
            foreach (var face in people[i])
                TensorPrimitives.Add(mean, face.Embedding, mean);
            TensorPrimitives.Divide(mean, people[i].Count(), mean);
        }
        var levels = new double[people.Length];
        if (normalisation is not null)
        {
            var ofFace = normalisation.Levels([.. people.SelectMany(person => person.Select(face => face.Embedding))]);
            for (int i = 0, at = 0; i < people.Length; i++)
            {
                var count = people[i].Count();
                levels[i] = TensorPrimitives.Sum<float>(ofFace.AsSpan(at, count)) / count;
                at += count;
            }
        }
        var found = new List<LookAlike>();
        var gate = new object();
        var blocks = (people.Length + BlockedProduct.BlockRows - 1) / BlockedProduct.BlockRows;
        Parallel.For(0, blocks, ParallelWork.Options(cancel: cancel), block =>
        {
            var first = block * BlockedProduct.BlockRows;
            var rows = Math.Min(BlockedProduct.BlockRows, people.Length - first);
            var cosines = new float[rows * people.Length];
            BlockedProduct.Multiply(means, first, rows, means, cosines);
            var near = new List<LookAlike>();
            for (var i = first; i < first + rows; i++)
            {
                for (var j = i + 1; j < people.Length; j++)
                {
                    double cosine = cosines[((i - first) * people.Length) + j];
                    cosine = normalisation?.Correct(cosine, levels[i], levels[j]) ?? cosine;
                    if (cosine >= leastCosine(people[i].Key, people[j].Key))
                        near.Add(new LookAlike(people[i].Key, people[j].Key, cosine));
                }
            }
            lock (gate)
                found.AddRange(near);
        });
        var photos = people.ToDictionary(group => group.Key, group => new Lazy<HashSet<long>>(() => [.. group.Select(face => face.PhotoId)]));
        return [.. found.OrderByDescending(pair => pair.Cosine).ThenBy(pair => pair.OneId).ThenBy(pair => pair.OtherId)
            .Where(pair => !photos[pair.OneId].Value.Overlaps(photos[pair.OtherId].Value)).Take(most)];
    }
}
