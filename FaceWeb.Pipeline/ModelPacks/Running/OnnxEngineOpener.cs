using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Opens models by ONNX Runtime, by its processor or its CUDA provider.</summary>
/// <param name="cuda">Options of the CUDA provider that replace or join those below, for measuring; their names are ONNX Runtime's.</param>
internal sealed class OnnxEngineOpener(IReadOnlyDictionary<string, string>? cuda = null) : IEngineOpener
{
    private const string Provider = "CUDAExecutionProvider";

    // One thread inside a run and many photos at a time use the cores best (with two spinning threads a run takes twice as long).
    private const int ThreadsInRun = 1;

    /// <inheritdoc/>
    public IModelEngine OpenOnCpu(string file, byte[] content, ModelInput input) => OnCpu(file, content, input);

    /// <inheritdoc/>
    public IModelEngine OpenOnGpu(string file, byte[] content, ModelInput input)
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(Provider))
            throw new PlatformNotSupportedException("this build holds only the CPU runtime (build with -p:Gpu=true)");
        var chosen = new Dictionary<string, string>
        {
            ["device_id"] = "0",
            // Trying all algorithms, which is the default, takes seconds for each new number of pictures.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            // TF32 keeps 10 bits of each factor; embeddings made on GPU and processor are compared with each other.
            ["use_tf32"] = "0",
            ["arena_extend_strategy"] = "kSameAsRequested",
        };
        foreach (var (name, value) in cuda ?? new Dictionary<string, string>())
            chosen[name] = value;
        using var provider = new OrtCUDAProviderOptions();
        provider.UpdateOptions(chosen);
        using var options = Options();
        options.AppendExecutionProvider_CUDA(provider);
        using var onCpu = OnCpu(file, content, input);
        return new OnnxEngine(new InferenceSession(content, options), onCpu);
    }

    private static OnnxEngine OnCpu(string file, byte[] content, ModelInput input)
    {
        using var options = Options();
        return new(file, new InferenceSession(content, options), input);
    }

    private static SessionOptions Options() => new()
    {
        IntraOpNumThreads = ThreadsInRun,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        // Old models list their weights as graph inputs, which would print a warning for each.
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
    };
}
