using System.Numerics.Tensors;

namespace FaceWeb.Bench.Training;

/// <summary>
/// Unit vectors that behave like a compact face embedding: people's centres are spread unequally over the directions so that two people's
/// cosine is 0 +- 0.10, and two faces of one person have a cosine of about 0.64, as measured on LFW.
/// </summary>
public sealed class SyntheticPeople
{
    private readonly Random random;
    private readonly float[] scale;
    private readonly float scatter;

    /// <summary>Prepares to draw.</summary>
    /// <param name="dimension">Length of the vectors.</param>
    /// <param name="isotropic">True for directions that are all alike: two people's cosine is then 0 +- 1/sqrt(dimension).</param>
    /// <param name="scatter">How far faces lie from their person's centre; 0.75 gives the cosine above, 1.5 about 0.31.</param>
    /// <param name="seed">Seed of everything drawn.</param>
    public SyntheticPeople(int dimension, bool isotropic, float scatter, int seed)
    {
        Dimension = dimension;
        random = new Random(seed);
        this.scatter = scatter;
        scale = [.. Enumerable.Range(0, dimension).Select(i => isotropic ? 1 : MathF.Pow(1 + (i / 20f), -0.75f))];
        TensorPrimitives.Divide(scale, TensorPrimitives.Norm<float>(scale), scale);
    }

    /// <summary>Length of the vectors.</summary>
    public int Dimension { get; }

    /// <summary>A random person's centre, or a stranger's face.</summary>
    public float[] Anyone() => Unit(new float[Dimension], 1);

    /// <summary>A face of the person with that centre.</summary>
    public float[] Near(float[] centre) => Unit(centre, this.scatter);

    private float[] Unit(float[] centre, float scatter)
    {
        var vector = new float[Dimension];
        for (var i = 0; i < Dimension; i += 2)
        {
            // Two normal numbers at a time (Box and Muller).
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var (sine, cosine) = Math.SinCos(2 * Math.PI * random.NextDouble());
            vector[i] = centre[i] + (scatter * scale[i] * (float)(radius * cosine));
            if (i + 1 < Dimension)
                vector[i + 1] = centre[i + 1] + (scatter * scale[i + 1] * (float)(radius * sine));
        }
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
