using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Tests.ModelPacks.Preparation;

/// <summary>Runs a model by ONNX Runtime alone, just as its bytes are: what a prepared model is compared with.</summary>
internal static class BareModel
{
    /// <summary>The first output for one input.</summary>
    public static float[] Run(byte[] model, float[] input)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, options);
        long[] shape = [.. session.InputMetadata[session.InputNames[0]].Dimensions.Select(d => Math.Max(1L, d))];
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        using var run = new RunOptions();
        using var results = session.Run(run, [session.InputNames[0]], [value], [session.OutputNames[0]]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
