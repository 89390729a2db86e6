using FaceWeb.Pipeline.ModelPacks.Running;
using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks.Preparation;

/// <summary>What a model gives as it comes, on two pictures: what a prepared one has to give too.</summary>
internal sealed class ReferenceOutputs
{
    // Rounding leaves far more than this many equal digits; a wrong transformation does not.
    private const double SmallestCosine = 0.999999;
    private const double LargestDifference = 1e-3;

    // Another device adds up in another order; what it gets wrong is off by far more.
    private const double SmallestCosineElsewhere = 0.9999;
    private const double LargestDifferenceElsewhere = 1e-2;

    // Of a device's check: the second one shows whether it looks at what it is given anew.
    private const int Rounds = 2;
    private readonly long[] shape;
    private readonly float[][] pictures;
    private readonly float[][][] outputs;

    private ReferenceOutputs(long[] shape, float[][] pictures, float[][][] outputs)
    {
        (this.shape, this.pictures, this.outputs) = (shape, pictures, outputs);
    }

    /// <summary>Runs the model, or null where it does not run on such an input.</summary>
    public static ReferenceOutputs? Of(byte[] model, ModelInput input)
    {
        long[] shape = [1, input.Planes, input.Height, input.Width];
        float[][] pictures = [Pattern(input), Noise(input)];
        try
        {
            using var session = Open(model);
            return new(shape, pictures, [.. pictures.Select(p => Run(session, shape, p))]);
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    /// <summary>Whether the model takes several pictures in a run and gives for each what it gives for it alone.</summary>
    /// <param name="model">The model that gave these outputs.</param>
    public bool TakesSeveral(byte[] model)
    {
        using var session = Open(model);
        return session.InputMetadata[session.InputNames[0]].Dimensions[0] <= 0 && DifferenceOf(model) is null;
    }

    /// <summary>How the prepared model's outputs differ, in a few words; null where they are the same up to rounding.</summary>
    public string? DifferenceOf(byte[] prepared)
    {
        try
        {
            using var session = Open(prepared);
            for (var i = 0; i < this.pictures.Length; i++)
            {
                if (Differ(this.outputs[i], Run(session, this.shape, this.pictures[i])))
                    return "its outputs differ";
            }
            if (session.InputMetadata[session.InputNames[0]].Dimensions[0] > 0)
                return null;
            var both = Run(session, [2, .. this.shape[1..]], [.. this.pictures[0], .. this.pictures[1]]);
            for (var i = 0; i < this.pictures.Length; i++)
            {
                if (both.Where((output, o) => output.Length != 2 * this.outputs[0][o].Length).Any()
                    || Differ(this.outputs[i], [.. both.Select(output => output.AsSpan(i * output.Length / 2, output.Length / 2).ToArray())]))
                    return "with several pictures in a run its outputs differ";
            }
            return null;
        }
        catch (OnnxRuntimeException problem)
        {
            return $"it does not run: {problem.Message.ReplaceLineEndings(" ")}";
        }
    }

    /// <summary>
    /// Whether another device gives the same, as it is used: in tensors for so many pictures, which are filled and run again and again.
    /// </summary>
    /// <exception cref="OnnxRuntimeException">The device fails.</exception>
    public bool SameOn(IModelEngine engine, int together)
    {
        var tensors = engine.CreateTensors(together);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                for (var i = 0; i < together; i++)
                    this.pictures[(i + round) % this.pictures.Length].CopyTo(tensors.Input(i));
                engine.Run(tensors, together);
                for (var i = 0; i < together; i++)
                {
                    var expected = this.outputs[(i + round) % this.pictures.Length];
                    for (var o = 0; o < expected.Length; o++)
                    {
                        if (Differ(expected[o], tensors.Output(o, i), LargestDifferenceElsewhere, SmallestCosineElsewhere))
                            return false;
                    }
                }
            }
            return true;
        }
        finally
        {
            tensors.Dispose();
        }
    }

    private static bool Differ(float[][] expected, float[][] found) =>
        expected.Length != found.Length || expected.Zip(found).Any(
            pair => Differ(pair.First, pair.Second, LargestDifference, SmallestCosine));

    private static bool Differ(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, double most, double least)
    {
        if (expected.Length != found.Length)
            return true;
        double dot = 0, first = 0, second = 0, largest = 0, difference = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            dot += (double)expected[i] * found[i];
            first += (double)expected[i] * expected[i];
            second += (double)found[i] * found[i];
            largest = Math.Max(largest, Math.Abs(expected[i]));
            difference = Math.Max(difference, Math.Abs((double)expected[i] - found[i]));
        }
        // Not written with "greater": a number that is none differs.
        return !(difference <= most * largest && (difference == 0 || dot >= least * Math.Sqrt(first * second)));
    }

    private static float[][] Run(InferenceSession session, long[] shape, float[] pictures)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(pictures, shape);
        using var options = new RunOptions();
        using var results = session.Run(options, [session.InputNames[0]], [value], session.OutputNames);
        return [.. results.Select(r => r.GetTensorDataAsSpan<float>().ToArray())];
    }

    private static InferenceSession Open(byte[] model)
    {
        using var options = new SessionOptions
        { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        return new(model, options);
    }

    /// <summary>Ramps and stripes of every fineness.</summary>
    private static float[] Pattern(ModelInput input) => Picture(input, (c, x, y) => (byte)((x * (c + 1)) + (2 * y) + (x * y >> (3 + c))));

    /// <summary>Pseudo-random values, the same at every call.</summary>
    private static float[] Noise(ModelInput input)
    {
        var state = 1u;
        return Picture(input, (_, _, _) => (byte)((state = (state * 1664525) + 1013904223) >> 24));
    }

    private static float[] Picture(ModelInput input, Func<int, int, int, byte> value)
    {
        var planes = new float[input.Length];
        for (int c = 0, i = 0; c < input.Planes; c++)
        {
            for (var y = 0; y < input.Height; y++)
            {
                for (var x = 0; x < input.Width; x++)
                    planes[i++] = (value(c, x, y) - input.Mean[c]) / input.Scale[c];
            }
        }
        return planes;
    }
}
