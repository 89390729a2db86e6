using System.Numerics.Tensors;
using System.Reflection;
using System.Text;

namespace FaceWeb.Pipeline.Classification.Normalisation;

/// <summary>
/// What comes with the program for libraries that are still empty: the mean and the covariance of the faces of many people under one embedding
/// model (the covariance by its greatest directions and an even rest). The level of a face among such people follows from it; nobody's face
/// does. The files are written by <c>FaceWeb.Bench cohort</c>.
/// </summary>
internal sealed class CohortPrior
{
    private const string Magic = "FaceWeb cohort 1";
    private static readonly Dictionary<string, CohortPrior> Known = ReadAll();
    private readonly float[] mean;
    private readonly float[][] directions;
    private readonly float[] variances;
    private readonly float rest;

    /// <summary>Puts the parameters together.</summary>
    /// <param name="model">Name of the embedding model.</param>
    /// <param name="source">On whose faces it was measured, and under which terms.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="directions">The greatest directions of their covariance, unit vectors at right angles.</param>
    /// <param name="variances">The variance along each.</param>
    /// <param name="rest">The variance along every other direction.</param>
    public CohortPrior(string model, string source, float[] mean, float[][] directions, float[] variances, float rest)
    {
        (Model, Source, this.mean, this.directions, this.variances, this.rest) = (model, source, mean, directions, variances, rest);
    }

    /// <summary>Name of the embedding model.</summary>
    public string Model { get; }

    /// <summary>On whose faces it was measured, and under which terms.</summary>
    public string Source { get; }

    /// <summary>The prior of a model, or null where there is none.</summary>
    public static CohortPrior? For(string model, int dimension) =>
        Known.TryGetValue(model, out var prior) && prior.mean.Length == dimension ? prior : null;

    /// <summary>The mean cosine of a face to the nearest twentieth of those people, as if their cosines to it were spread normally.</summary>
    /// <param name="face">Unit length.</param>
    public double Level(ReadOnlySpan<float> face)
    {
        face = face[..this.mean.Length];
        double along = 0, variance = 0;
        for (var d = 0; d < this.directions.Length; d++)
        {
            double part = TensorPrimitives.Dot(face, this.directions[d]);
            along += part * part;
            variance += part * part * this.variances[d];
        }
        variance += Math.Max(0, 1 - along) * this.rest;
        return TensorPrimitives.Dot(face, this.mean) + (ScoreNormalisation.MeanOfNearest * Math.Sqrt(variance));
    }

    /// <summary>Writes the parameters, directions in half precision.</summary>
    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Model);
        writer.Write(Source);
        writer.Write(this.mean.Length);
        writer.Write(this.directions.Length);
        writer.Write(this.rest);
        foreach (var value in this.mean)
            writer.Write(value);
        for (var d = 0; d < this.directions.Length; d++)
        {
            writer.Write(this.variances[d]);
            foreach (var value in this.directions[d])
                writer.Write((Half)value);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static CohortPrior Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadString() != Magic)
            throw new InvalidDataException("This is not a cohort file.");
        var (model, source, dimension, directions, rest) = (
            reader.ReadString(), reader.ReadString(), reader.ReadInt32(), new float[reader.ReadInt32()][], reader.ReadSingle());
        var mean = new float[dimension];
        foreach (ref var value in mean.AsSpan())
            value = reader.ReadSingle();
        var variances = new float[directions.Length];
        for (var d = 0; d < directions.Length; d++)
        {
            variances[d] = reader.ReadSingle();
            directions[d] = new float[dimension];
            foreach (ref var value in directions[d].AsSpan())
                value = (float)reader.ReadHalf();
        }
        return new CohortPrior(model, source, mean, directions, variances, rest);
    }

    private static Dictionary<string, CohortPrior> ReadAll()
    {
        var known = new Dictionary<string, CohortPrior>();
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".cohort", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var prior = Read(stream);
            known[prior.Model] = prior;
        }
        return known;
    }
}
