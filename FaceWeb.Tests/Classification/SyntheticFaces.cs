using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Training;

namespace FaceWeb.Tests.Classification;

/// <summary>
/// Unit vectors that behave like embeddings: a centre for each person, faces scattered around it. Directions are unequally important,
/// so that different people's cosines spread by about 0.1, as real ones do.
/// </summary>
internal sealed class SyntheticFaces
{
    private readonly Random random;
    private readonly float[] scale;
    private long lastFace;

    public SyntheticFaces(int dimension, int seed)
    {
        Dimension = dimension;
        random = new Random(seed);
        scale = Enumerable.Range(0, dimension).Select(i => MathF.Pow(1 + (i / 20f), -0.75f)).ToArray();
        var length = MathF.Sqrt(scale.Sum(s => s * s));
        for (var i = 0; i < dimension; i++)
            scale[i] /= length;
    }

    public int Dimension { get; }

    /// <summary>A random direction; two of them have a cosine near 0.</summary>
    public float[] Anyone() => Normalised(scale.Select(s => s * Normal()).ToArray());

    /// <summary>A face around a centre; at a spread of 0.75 two faces of one person have a cosine of about 0.64.</summary>
    public float[] Near(float[] centre, float spread = 0.75f) =>
        Normalised(centre.Select((value, i) => value + (spread * scale[i] * Normal())).ToArray());

    /// <summary>Confirmed faces of several people, numbered from 1, each face in a photo of its own.</summary>
    public List<LabelledFace> People(int people, int facesOfEach, float spread = 0.75f) =>
        [.. Enumerable.Range(1, people).SelectMany(person => Person(person, Anyone(), facesOfEach, spread))];

    public IEnumerable<LabelledFace> Person(long person, float[] centre, int faces, float spread = 0.75f)
    {
        for (var i = 0; i < faces; i++)
        {
            var id = ++lastFace;
            yield return new LabelledFace(id, person, 1000 + id, Near(centre, spread), 0.8f);
        }
    }

    public TrainingSet Set(IReadOnlyList<LabelledFace> faces) => new() { Dimension = Dimension, Model = "synthetic", Faces = faces };

    private float Normal() => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static float[] Normalised(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => value / length);
    }
}
