using System.Numerics.Tensors;
using FaceWeb.Data;

namespace FaceWeb.Faces;

/// <summary>What a video's track is by the vectors of its kept sights.</summary>
public static class TrackVectors
{
    /// <summary>Of so many sights, the best ones, a track's vector is the mean.</summary>
    public const int MostMeasured = 10;

    /// <summary>The most sights that a track trains on beside its mean.</summary>
    public const int MostDifferentSights = 3;

    // As nearly the same as two pictures of one moment: nothing new is learnt from it.
    private const float MostAlike = 0.9f;

    // A blurred face says something, too.
    private const float LeastWeight = 0.05f;

    /// <summary>The good sights that tell most beside the mean: half as good as the best one or better, none like another one or the mean.</summary>
    /// <param name="mean">The track's own vector, of unit length.</param>
    /// <param name="sights">The sights' quality and vector, of unit length.</param>
    /// <returns>At most <see cref="MostDifferentSights"/>, the best first.</returns>
    public static IReadOnlyList<(float Quality, float[] Vector)> MostDifferent(float[] mean, IReadOnlyList<(float Quality, float[] Vector)> sights)
    {
        ArgumentNullException.ThrowIfNull(sights);
        if (sights.Count == 0)
            return [];
        var best = sights.Max(s => s.Quality);
        var taken = new List<(float Quality, float[] Vector)>();
        foreach (var sight in sights.Where(s => s.Quality >= best / 2).OrderByDescending(s => s.Quality))
        {
            if (taken.Count == MostDifferentSights)
                break;
            if (TensorPrimitives.Dot<float>(mean, sight.Vector) < MostAlike
                && taken.TrueForAll(t => TensorPrimitives.Dot<float>(t.Vector, sight.Vector) < MostAlike))
                taken.Add(sight);
        }
        return taken;
    }

    /// <summary>The mean of the best sights, weighted by their quality.</summary>
    /// <param name="sights">The sights' quality, 0 to 1, and vector in half precision, all of one model; any number.</param>
    /// <returns>Of unit length; empty without sights.</returns>
    public static float[] Mean(IEnumerable<(float Quality, byte[] Vector)> sights)
    {
        ArgumentNullException.ThrowIfNull(sights);
        float[] mean = [];
        foreach (var (quality, vector) in sights.OrderByDescending(s => s.Quality).Take(MostMeasured))
        {
            var values = HalfVector.Unpack(vector);
            if (mean.Length == 0)
                mean = new float[values.Length];
            TensorPrimitives.MultiplyAdd(values, Math.Max(LeastWeight, quality), mean, mean);
        }
        var length = TensorPrimitives.Norm<float>(mean);
        if (length > 0)
            TensorPrimitives.Divide(mean, length, mean);
        return mean;
    }
}
