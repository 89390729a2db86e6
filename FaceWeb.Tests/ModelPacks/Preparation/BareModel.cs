using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>Runs a model by ONNX Runtime alone, just as its bytes are: what a prepared model is compared with.</summary>
internal sealed class BareModel : IDisposable
{
    private readonly InferenceSession session;

    public BareModel(byte[] model)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        session = new(model, options);
    }

    /// <summary>How many numbers one picture has, where the file says so.</summary>
    public int InputLength => session.InputMetadata[session.InputNames[0]].Dimensions.Skip(1).Aggregate((a, b) => a * b);

    /// <summary>Pseudo-random numbers from -1 to 1, the same at every call.</summary>
    public static float[] Noise(int length)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextSingle() - 1)];
    }

    /// <summary>The first output of a model for one picture.</summary>
    public static float[] Run(byte[] model, float[] input)
    {
        using var bare = new BareModel(model);
        return bare.Run(input)[0];
    }

    /// <summary>
    /// All outputs. Where lengths of the input are open, the first says how many pictures there are and the others are as <paramref
    /// name="side"/> says.
    /// </summary>
    public float[][] Run(float[] input, int pictures = 1, int side = 1)
    {
        long[] shape = [.. session.InputMetadata[session.InputNames[0]].Dimensions.Select((d, i) => d > 0 ? d : i == 0 ? pictures : (long)side)];
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using var results = session.Run(run, [session.InputNames[0]], [value], session.OutputNames);
        return [.. results.Select(r => r.GetTensorDataAsSpan<float>().ToArray())];
    }

    public void Dispose() => session.Dispose();
}
