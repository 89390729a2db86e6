using System.Diagnostics;
using System.Globalization;
using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Tests.Classification;

/// <summary>The solver against LIBLINEAR's own program on the same data.</summary>
public class LiblinearComparisonTests
{
    private const string Program = "/usr/bin/liblinear-train";

    [SkippableTheory]
    [InlineData(SvmLoss.Squared, 1.0, 1.0)]
    [InlineData(SvmLoss.Squared, 0.1, 0.0)]
    [InlineData(SvmLoss.Hinge, 1.0, 1.0)]
    [InlineData(SvmLoss.Hinge, 4.0, 0.0)]
    internal void Objective_and_accuracy_equal_liblinears_to_a_thousandth(SvmLoss loss, double c, double bias)
    {
        Skip.IfNot(File.Exists(Program), "liblinear-train is not installed (Debian: liblinear-tools).");
        // Scattered widely, so that people overlap and the accuracy is not simply 100 %.
        var faces = new SyntheticFaces(96, 3);
        var all = faces.People(30, 40, 3f);
        var train = all.Where((_, i) => i % 40 < 30).ToArray();
        var test = all.Where((_, i) => i % 40 >= 30).ToArray();

        var classOf = train.Select(face => (int)face.PersonId - 1).ToArray();
        var samples = EmbeddingMatrix.From(train.Select(face => face.Embedding).ToArray(), faces.Dimension);
        var options = new SvmOptions { Loss = loss, C = c, Bias = bias, Tolerance = 0.005 };
        var ours = new OneAgainstRest(samples, classOf, 30, options).Train(null, CancellationToken.None);
        var theirs = TrainLiblinear(train.Select(face => (face.PersonId, face.Embedding)), loss, c, bias, faces.Dimension, 30);

        var ourObjective = SvmObjective.Of(ours, samples, classOf, options);
        var theirObjective = SvmObjective.Of(theirs, samples, classOf, options);
        Assert.InRange(ourObjective / theirObjective, 0.999, 1.001);
        Assert.InRange(ours.Primal / ourObjective, 0.9999, 1.0001);
        Assert.InRange(ours.Dual, 0.995 * ours.Primal, ours.Primal * 1.0001);

        var ourAccuracy = Accuracy(ours, test.Select(face => (face.PersonId, face.Embedding)));
        var theirAccuracy = Accuracy(theirs, test.Select(face => (face.PersonId, face.Embedding)));
        Assert.InRange(theirAccuracy, 0.5, 0.999);
        // 300 test faces: 0.1 % is less than one of them, so one may fall the other way at a tie.
        Assert.InRange(ourAccuracy - theirAccuracy, -1.01 / test.Length, 1.01 / test.Length);
    }

    private static double Accuracy(LinearMachines machines, IEnumerable<(long Person, float[] Embedding)> test)
    {
        var right = test.Select(face =>
        {
            var padded = EmbeddingMatrix.From([face.Embedding], face.Embedding.Length);
            return Enumerable.Range(0, machines.Classes).MaxBy(c => machines.Margin(c, padded.Row(0))) == face.Person - 1;
        }).ToArray();
        return right.Count(r => r) / (double)right.Length;
    }

    private static LinearMachines TrainLiblinear(
        IEnumerable<(long Person, float[] Embedding)> faces, SvmLoss loss, double c, double bias, int dimension, int classes)
    {
        var folder = Directory.CreateTempSubdirectory("liblinear");
        try
        {
            var data = Path.Combine(folder.FullName, "data");
            var model = Path.Combine(folder.FullName, "model");
            File.WriteAllLines(data, faces.Select(face => string.Create(CultureInfo.InvariantCulture,
                $"{face.Person} {string.Join(' ', face.Embedding.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1}:{value:R}")))}")));
            var arguments = string.Create(CultureInfo.InvariantCulture,
                $"-q -s {(loss == SvmLoss.Squared ? 1 : 3)} -c {c} -e 0.001 {(bias > 0 ? $"-B {bias}" : "")} {data} {model}");
            using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);

            var lines = File.ReadAllLines(model);
            var labels = lines.First(line => line.StartsWith("label ", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..]
                .Select(label => int.Parse(label, CultureInfo.InvariantCulture)).ToArray();
            var first = Array.IndexOf(lines, "w") + 1;
            var weights = new EmbeddingMatrix(classes, dimension);
            var biases = new float[classes];
            for (var i = 0; i < dimension + (bias > 0 ? 1 : 0); i++)
            {
                var values = lines[first + i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                for (var column = 0; column < classes; column++)
                {
                    var value = float.Parse(values[column], CultureInfo.InvariantCulture);
                    if (i < dimension)
                        weights.Row(labels[column] - 1)[i] = value;
                    else
                        biases[labels[column] - 1] = value * (float)bias;
                }
            }
            return new LinearMachines(weights, biases, 0, 0, 0, 0);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
