using System.Numerics.Tensors;
using System.Reflection;
using System.Text;

namespace FaceWeb.Pipeline.Classification.Normalisation;

/// <summary>
/// What is known of a face's level before anything is known of the library: a straight line through the levels that faces of research sets have
/// among their own set's people (ridge regression on the embedding). One number for each measurement, so nobody's face is in it; children's faces and
/// poor pictures lie high on it, because to the network they look alike. The files are written by <c>FaceWeb.Bench levels</c>.
/// </summary>
internal sealed class LevelPrior
{
    private const string Magic = "FaceWeb levels 1";
    private static readonly Dictionary<string, LevelPrior> Known = ReadAll();
    private readonly float[] slope;
    private readonly float start;

    /// <summary>Puts the parameters together.</summary>
    /// <param name="model">Name of the embedding model.</param>
    /// <param name="source">On whose faces it was measured, and under which terms.</param>
    /// <param name="slope">One number for each of the embedding's.</param>
    /// <param name="start">The level of a face whose product with the slope is 0.</param>
    public LevelPrior(string model, string source, float[] slope, float start)
    {
        (Model, Source, this.slope, this.start) = (model, source, slope, start);
    }

    /// <summary>Name of the embedding model.</summary>
    public string Model { get; }

    /// <summary>On whose faces it was measured, and under which terms.</summary>
    public string Source { get; }

    /// <summary>The prior of a model, or null where there is none.</summary>
    public static LevelPrior? For(string model, int dimension) =>
        Known.TryGetValue(model, out var prior) && prior.slope.Length == dimension ? prior : null;

    /// <summary>The level that is expected of a face.</summary>
    /// <param name="face">Unit length; padding is not looked at.</param>
    public double Level(ReadOnlySpan<float> face) => this.start + TensorPrimitives.Dot(face[..this.slope.Length], this.slope);

    /// <summary>Writes the parameters.</summary>
    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Model);
        writer.Write(Source);
        writer.Write(this.start);
        writer.Write(this.slope.Length);
        foreach (var value in this.slope)
            writer.Write(value);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static LevelPrior Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        if (reader.ReadString() != Magic)
            throw new InvalidDataException("This is not a file of levels.");
        var (model, source, start, slope) = (reader.ReadString(), reader.ReadString(), reader.ReadSingle(), new float[reader.ReadInt32()]);
        foreach (ref var value in slope.AsSpan())
            value = reader.ReadSingle();
        return new LevelPrior(model, source, slope, start);
    }

    private static Dictionary<string, LevelPrior> ReadAll()
    {
        var known = new Dictionary<string, LevelPrior>();
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".levels", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var prior = Read(stream);
            known[prior.Model] = prior;
        }
        return known;
    }
}
