using System.Numerics.Tensors;
using FaceWeb.Bench.Identification;
using FaceWeb.Pipeline.Classification.Normalisation;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Bench.Families;

/// <summary>
/// Measures what comes with the program for small libraries: how a face's level follows from its embedding (ridge regression over the faces of
/// half 1 of two sets, each face's level that among its own set's other people). Nobody's face is in the file.
/// </summary>
public sealed class LevelsProgram : IBenchProgram
{
    /// <summary>Weight of the squared slope beside the sum of squared errors; from 1 to 30 nothing changes on the other halves.</summary>
    private const double Ridge = 10;

    /// <summary>
    /// Expected levels are drawn to the model's mean level by this much: at 0.7 libraries of 20 people keep all of the gain on families, and
    /// LFW's lose half as much as at 1.
    /// </summary>
    private const double Trust = 0.7;

    /// <inheritdoc/>
    public string Name => "levels";

    /// <inheritdoc/>
    public string Usage =>
        "--images DIR --families DIR --source TEXT --out FILE [--cache FILE] [--families-cache FILE] [--pack DIR] [--setting fast|careful]";

    /// <inheritdoc/>
    public object Run(BenchOptions options, TextWriter log)
    {
        var (source, output) = (options.Text("source"), options.Text("out"));
        _ = (options.Find("families"), options.Find("cache"), options.Find("families-cache"), options.Find("images"));
        var adults = NamedFaces.Measure(options, log);
        var families = NamedFaces.Measure(options, log, "families", "families-cache");
        var model = adults.Recognition;
        var sets = new[] { adults.Half(1).Faces, families.HalfOfFamilies(1).Faces };
        var faces = sets.SelectMany(set => set.Select(face => face.Embedding)).ToArray();
        var levels = sets.SelectMany(set => LevelsAmongOthers(set, model.Spread)).ToArray();
        var (slope, start) = Fit(faces, levels);
        var middle = model.Spread.Mean + (ScoreNormalisation.MeanOfNearest * model.Spread.Deviation);
        TensorPrimitives.Multiply(slope, (float)Trust, slope);
        var prior = new LevelPrior(model.Name, source, slope, (float)(middle + (Trust * (start - middle))));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
        using (var stream = File.Create(output))
            prior.Write(stream);
        var (others, otherFamilies) = (adults.Half(2).Faces, families.HalfOfFamilies(2).Faces);
        return new
        {
            model = prior.Model,
            prior.Source,
            faces = faces.Length,
            referenceLevel = middle,
            half2 = Correlation(others, model.Spread, prior),
            half2OfFamilies = Correlation(otherFamilies, model.Spread, prior),
        };
    }

    private static object Correlation(IReadOnlyList<BenchFace> faces, CosineSpread spread, LevelPrior prior)
    {
        var (levels, expected) = (LevelsAmongOthers(faces, spread), faces.Select(face => prior.Level(face.Embedding)).ToArray());
        double x = levels.Average(), y = expected.Average();
        var product = levels.Zip(expected, (level, guess) => (level - x) * (guess - y)).Sum();
        return new
        {
            faces = faces.Count,
            meanLevel = x,
            meanExpected = y,
            correlation = product / Math.Sqrt(levels.Sum(level => Math.Pow(level - x, 2)) * expected.Sum(guess => Math.Pow(guess - y, 2))),
        };
    }

    /// <summary>Each face's mean cosine to the nearest twentieth of the set's other people, one face each.</summary>
    private static double[] LevelsAmongOthers(IReadOnlyList<BenchFace> faces, CosineSpread spread)
    {
        var cohort = new List<BenchFace>();
        var same = (float)spread.FromCompact(LibraryCohort.SamePerson);
        foreach (var face in faces)
        {
            if (cohort.TrueForAll(other => TensorPrimitives.Dot<float>(other.Embedding, face.Embedding) < same))
                cohort.Add(face);
        }
        var nearest = (int)Math.Round(ScoreNormalisation.NearestShare * cohort.Count);
        return [.. faces.AsParallel().AsOrdered().Select(face => cohort.Where(other => other.Person != face.Person)
            .Select(other => (double)TensorPrimitives.Dot<float>(other.Embedding, face.Embedding)).OrderDescending().Take(nearest).Average())];
    }

    private static (float[] Slope, double Start) Fit(float[][] faces, double[] levels)
    {
        var dimension = faces[0].Length;
        var mean = new double[dimension];
        foreach (var face in faces)
        {
            for (var d = 0; d < dimension; d++)
                mean[d] += face[d] / (double)faces.Length;
        }
        var meanLevel = levels.Average();
        var normal = new double[dimension][];
        var right = new double[dimension];
        Parallel.For(0, dimension, i =>
        {
            normal[i] = new double[i + 1];
            normal[i][i] = Ridge;
            for (var f = 0; f < faces.Length; f++)
            {
                var centred = faces[f][i] - mean[i];
                right[i] += centred * (levels[f] - meanLevel);
                for (var j = 0; j <= i; j++)
                    normal[i][j] += centred * (faces[f][j] - mean[j]);
            }
        });
        var slope = Solve(normal, right);
        return ([.. slope.Select(value => (float)value)], meanLevel - slope.Zip(mean, (value, at) => value * at).Sum());
    }

    /// <summary>Solves the symmetric system by Cholesky's decomposition; the lower triangle is overwritten.</summary>
    private static double[] Solve(double[][] lower, double[] right)
    {
        var n = right.Length;
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = lower[i][j] - TensorPrimitives.Dot<double>(lower[i].AsSpan(0, j), lower[j].AsSpan(0, j));
                lower[i][j] = i == j ? Math.Sqrt(sum) : sum / lower[j][j];
            }
        }
        var solution = new double[n];
        for (var i = 0; i < n; i++)
            solution[i] = (right[i] - TensorPrimitives.Dot<double>(lower[i].AsSpan(0, i), solution.AsSpan(0, i))) / lower[i][i];
        for (var i = n - 1; i >= 0; i--)
        {
            var sum = solution[i];
            for (var k = i + 1; k < n; k++)
                sum -= lower[k][i] * solution[k];
            solution[i] = sum / lower[i][i];
        }
        return solution;
    }
}
