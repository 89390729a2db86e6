using System.Numerics.Tensors;
using FaceWeb.Pipeline.Classification.Normalisation;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>
/// The average-linkage tree of some faces, which can be cut at any bar: two parts belong together when their mean cosine is at least
/// the bar. Built along chains of nearest neighbours (Benzecri, 1982; Murtagh, 1983), in time and memory of the square of the number
/// of faces.
/// </summary>
public sealed class AverageLinkage
{
    private const double Step = 0.05;
    private const double HighestBar = 0.9;

    private readonly IReadOnlyList<(long FaceId, float[] Embedding)> faces;
    private readonly List<(int One, int Other, float Cosine)> merges = [];

    /// <summary>Builds the tree.</summary>
    /// <param name="faces">
    /// The faces with their embeddings, of unit length and the same dimension. 4,000 faces take 64 MB while the tree is built.
    /// </param>
    /// <param name="normalisation">By which cosines are corrected; null for cosines as they are.</param>
    public AverageLinkage(IReadOnlyList<(long FaceId, float[] Embedding)> faces, ScoreNormalisation? normalisation = null)
    {
        ArgumentNullException.ThrowIfNull(faces);
        this.faces = faces;
        var cosines = Cosines(faces, normalisation);
        var sizes = new int[faces.Count];
        Array.Fill(sizes, 1);
        var alive = Enumerable.Range(0, faces.Count).ToList();
        var chain = new List<int>();
        while (alive.Count > 1)
        {
            if (chain.Count == 0)
                chain.Add(alive[0]);
            var top = chain[^1];
            var before = chain.Count > 1 ? chain[^2] : -1;
            // The one before wins ties, or the chain could go round in circles.
            var (nearest, best) = (before, before < 0 ? float.NegativeInfinity : cosines[top][before]);
            foreach (var other in alive)
            {
                if (other != top && cosines[top][other] > best)
                    (nearest, best) = (other, cosines[top][other]);
            }
            if (nearest != before)
            {
                chain.Add(nearest);
                continue;
            }
            chain.RemoveRange(chain.Count - 2, 2);
            merges.Add((nearest, top, best));
            float n = sizes[nearest], m = sizes[top];
            foreach (var third in alive)
            {
                if (third != nearest && third != top)
                    cosines[nearest][third] = cosines[third][nearest] = ((n * cosines[nearest][third]) + (m * cosines[top][third])) / (n + m);
            }
            sizes[nearest] += sizes[top];
            alive.Remove(top);
        }
    }

    /// <summary>The parts at the first bar, from <paramref name="bar"/> in steps of 0.05 up to 0.9, at which there are enough of them.</summary>
    /// <param name="bar">The least mean cosine to begin with, -1 to 0.9.</param>
    /// <param name="leastParts">How many parts are enough, 1 or more.</param>
    /// <returns>The parts, largest first: fewer than asked for when the faces are too alike.</returns>
    public IReadOnlyList<IReadOnlyList<long>> Split(double bar, int leastParts)
    {
        var parts = Cut(bar);
        for (bar += Step; parts.Count < leastParts && bar <= HighestBar; bar += Step)
            parts = Cut(bar);
        return parts;
    }

    /// <summary>The parts at a bar, largest first.</summary>
    /// <param name="bar">The least mean cosine of two parts that are one.</param>
    public IReadOnlyList<IReadOnlyList<long>> Cut(double bar)
    {
        var part = Enumerable.Range(0, this.faces.Count).ToArray();
        foreach (var (one, other, cosine) in merges)
        {
            if (cosine >= bar)
                part[PartOf(other)] = PartOf(one);
        }
        return [.. Enumerable.Range(0, this.faces.Count).GroupBy(PartOf)
            .Select(faces => (IReadOnlyList<long>)[.. faces.Select(face => this.faces[face].FaceId)])
            .OrderByDescending(faces => faces.Count)];

        int PartOf(int face)
        {
            while (part[face] != face)
                face = part[face] = part[part[face]];
            return face;
        }
    }

    private static float[][] Cosines(IReadOnlyList<(long FaceId, float[] Embedding)> faces, ScoreNormalisation? normalisation)
    {
        var levels = normalisation?.Levels([.. faces.Select(face => face.Embedding)]);
        var cosines = new float[faces.Count][];
        for (var i = 0; i < faces.Count; i++)
        {
            cosines[i] = new float[faces.Count];
            for (var j = 0; j < i; j++)
            {
                var cosine = TensorPrimitives.Dot<float>(faces[i].Embedding, faces[j].Embedding);
                cosines[i][j] = cosines[j][i] = levels is null ? cosine : (float)normalisation!.Correct(cosine, levels[i], levels[j]);
            }
        }
        return cosines;
    }
}
