using System.Numerics.Tensors;

namespace FaceWeb.Pipeline.Clustering;

/// <summary>Agglomerative clustering of a few faces: the two parts with the greatest mean cosine become one while it is above a bar.</summary>
internal static class AverageLinkage
{
    /// <summary>Splits faces into parts, largest first.</summary>
    public static IReadOnlyList<IReadOnlyList<long>> Split(IReadOnlyList<GroupedFace> faces, double bar)
    {
        var parts = faces.Select(face => new List<long> { face.FaceId }).ToList();
        var sums = faces.Select(face => face.Embedding()).ToList();
        var cosines = new double[faces.Count, faces.Count];
        for (var i = 0; i < faces.Count; i++)
        {
            for (var j = 0; j < i; j++)
                cosines[i, j] = cosines[j, i] = TensorPrimitives.Dot(sums[i], sums[j]);
        }
        var alive = Enumerable.Range(0, faces.Count).ToList();
        while (alive.Count > 1)
        {
            var (best, one, other) = (double.NegativeInfinity, -1, -1);
            for (var a = 0; a < alive.Count; a++)
            {
                for (var b = 0; b < a; b++)
                {
                    if (cosines[alive[a], alive[b]] > best)
                        (best, one, other) = (cosines[alive[a], alive[b]], alive[b], alive[a]);
                }
            }
            if (best < bar)
                break;
            foreach (var third in alive)
            {
                if (third == one || third == other)
                    continue;
                double n = parts[one].Count, m = parts[other].Count;
                cosines[one, third] = cosines[third, one] = ((n * cosines[one, third]) + (m * cosines[other, third])) / (n + m);
            }
            parts[one].AddRange(parts[other]);
            alive.Remove(other);
        }
        return [.. alive.Select(index => (IReadOnlyList<long>)parts[index]).OrderByDescending(part => part.Count)];
    }
}
