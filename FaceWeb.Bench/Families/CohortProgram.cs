using System.Numerics.Tensors;
using FaceWeb.Bench.Identification;
using FaceWeb.Pipeline.Classification.Normalisation;

namespace FaceWeb.Bench.Families;

/// <summary>
/// Measures what comes with the program for empty libraries: mean and covariance of one face each of many people, the covariance by its
/// greatest directions (orthogonal iteration). Nobody's face is in the file, nor does it follow from it.
/// </summary>
public sealed class CohortProgram : IBenchProgram
{
    private const int Directions = 32;
    private const int Rounds = 60;

    /// <inheritdoc/>
    public string Name => "cohort";

    /// <inheritdoc/>
    public string Usage => "--images DIR --source TEXT --out FILE [--half 1|2] [--cache FILE] [--pack DIR] [--setting fast|careful]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var half = options.Find("half");
        var (source, output) = (options.Text("source"), options.Text("out"));
        var named = NamedFaces.Measure(options, log);
        if (half is not null)
            named = named.Half(half == "1" ? 1 : 2);
        var faces = named.Faces.GroupBy(face => face.Person).OrderBy(person => person.Key, StringComparer.Ordinal)
            .Select(person => person.First().Embedding).ToArray();
        if (faces.Length < 10 * Directions)
            throw new BenchOptionException($"--images holds {faces.Length} people: {10 * Directions} and more are needed to say how people differ.");
        var dimension = faces[0].Length;
        var mean = new float[dimension];
        foreach (var face in faces)
            TensorPrimitives.MultiplyAdd(face, 1f / faces.Length, mean, mean);
        var centred = faces.Select(face =>
        {
            var apart = new float[dimension];
            TensorPrimitives.Subtract(face, mean, apart);
            return apart;
        }).ToArray();
        var random = new Random(1);
        var directions = Enumerable.Range(0, Directions)
            .Select(_ => Enumerable.Range(0, dimension).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            directions = [.. directions.AsParallel().AsOrdered().Select(direction => Spread(centred, direction))];
            Orthonormalise(directions);
        }
        float[] variances = [.. directions.Select(direction => centred.Average(face => MathF.Pow(TensorPrimitives.Dot<float>(face, direction), 2)))];
        var total = centred.Average(face => TensorPrimitives.SumOfSquares<float>(face));
        var rest = (total - variances.Sum()) / (dimension - Directions);
        var prior = new CohortPrior(named.Recognition.Name, source, mean, directions, variances, rest);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        using (var stream = File.Create(output))
            prior.Write(stream);
        return new
        {
            model = prior.Model,
            prior.Source,
            people = faces.Length,
            lengthOfMean = TensorPrimitives.Norm<float>(mean),
            variances,
            rest,
            meanLevel = faces.Average(face => prior.Level(face)),
        };
    }

    private static float[] Spread(float[][] centred, float[] direction)
    {
        var spread = new float[direction.Length];
        foreach (var face in centred)
            TensorPrimitives.MultiplyAdd(face, TensorPrimitives.Dot<float>(face, direction) / centred.Length, spread, spread);
        return spread;
    }

    private static void Orthonormalise(float[][] directions)
    {
        for (var d = 0; d < directions.Length; d++)
        {
            for (var before = 0; before < d; before++)
                TensorPrimitives.MultiplyAdd(
                    directions[before], -TensorPrimitives.Dot<float>(directions[d], directions[before]), directions[d], directions[d]);
            TensorPrimitives.Divide(directions[d], TensorPrimitives.Norm<float>(directions[d]), directions[d]);
        }
    }
}
