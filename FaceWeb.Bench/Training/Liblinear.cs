using System.Diagnostics;
using System.Globalization;
using FaceWeb.Pipeline.Classification.Svm;

namespace FaceWeb.Bench.Training;

/// <summary>Debian's <c>liblinear-train</c> on the same data.</summary>
/// <param name="Machines">Its hyperplanes.</param>
/// <param name="Time">Its time, the time for reading the file subtracted.</param>
/// <param name="Reading">The time for reading the file.</param>
internal sealed record Liblinear(LinearMachines Machines, Timing Time, Timing Reading)
{
    /// <summary>Trains with the L2-loss (<c>-s 1</c>).</summary>
    /// <param name="program">Where the program is.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="classOf">Their classes, 0 and up.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="c">C.</param>
    /// <param name="tolerance">Its <c>-e</c>.</param>
    public static Liblinear Train(string program, EmbeddingMatrix samples, int[] classOf, int classes, double c, double tolerance)
    {
        var folder = Directory.CreateTempSubdirectory("faceweb-liblinear");
        try
        {
            var data = Path.Combine(folder.FullName, "data");
            var model = Path.Combine(folder.FullName, "model");
            Write(data, samples, classOf);
            // With -e 0 the program reads the file, finds the tolerance wrong and stops: that is the time for reading.
            var reading = Run(program, $"-q -s 1 -B 1 -e 0 {data} {model}", mayFail: true);
            var whole = Run(
                program, string.Create(CultureInfo.InvariantCulture, $"-q -s 1 -B 1 -c {c} -e {tolerance} {data} {model}"), mayFail: false);
            return new Liblinear(Read(model, samples.Dimension, classes),
                new Timing(whole.Seconds - reading.Seconds, whole.ProcessorSeconds - reading.ProcessorSeconds), reading);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Timing Run(string program, string arguments, bool mayFail)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new BenchOptionException($"{program} could not be started.");
        var output = process.StandardOutput.ReadToEndAsync();
        var problem = process.StandardError.ReadToEndAsync();
        var processor = TimeSpan.Zero;
        // An ended process no longer says how long it worked: it is asked ten times a second.
        while (!process.WaitForExit(100))
        {
            try
            {
                process.Refresh();
                processor = process.TotalProcessorTime;
            }
            catch (InvalidOperationException)
            {
                break;
            }
        }
        process.WaitForExit();
        Task.WaitAll(output, problem);
        if (process.ExitCode != 0 && !mayFail)
            throw new BenchOptionException($"{program} failed: {problem.Result}");
        return new Timing(clock.Elapsed.TotalSeconds, processor.TotalSeconds);
    }

    private static void Write(string path, EmbeddingMatrix samples, int[] classOf)
    {
        using var writer = new StreamWriter(path);
        for (var i = 0; i < samples.Rows; i++)
        {
            writer.Write(classOf[i] + 1);
            for (var k = 0; k < samples.Dimension; k++)
            {
                writer.Write(' ');
                writer.Write(k + 1);
                writer.Write(':');
                writer.Write(samples.Row(i)[k].ToString("R", CultureInfo.InvariantCulture));
            }
            writer.Write('\n');
        }
    }

    private static LinearMachines Read(string path, int dimension, int classes)
    {
        using var reader = new StreamReader(path);
        int[] labels = [];
        while (reader.ReadLine() is { } line && line != "w")
        {
            if (line.StartsWith("label ", StringComparison.Ordinal))
                labels = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(
                    label => int.Parse(label, CultureInfo.InvariantCulture))];
        }
        var weights = new EmbeddingMatrix(classes, dimension);
        var biases = new float[classes];
        for (var i = 0; i <= dimension; i++)
        {
            var values = reader.ReadLine()!.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var column = 0; column < classes; column++)
            {
                var value = float.Parse(values[column], CultureInfo.InvariantCulture);
                if (i < dimension)
                    weights.Row(labels[column] - 1)[i] = value;
                else
                    biases[labels[column] - 1] = value;
            }
        }
        return new LinearMachines(weights, biases, double.NaN, double.NaN, 0, 0);
    }
}
