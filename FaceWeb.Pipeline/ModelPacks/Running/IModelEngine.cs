namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>One model, opened on one device. Any number of threads may run it at once, each with tensors of its own.</summary>
internal interface IModelEngine : IDisposable
{
    /// <summary>"CPU" or "CUDA 0".</summary>
    string Device { get; }

    /// <summary>Whether it is the processor, which nothing can fall back from.</summary>
    bool IsCpu { get; }

    /// <summary>Names of the outputs.</summary>
    string[] OutputNames { get; }

    /// <summary>The shape of each output for one picture.</summary>
    IReadOnlyList<long[]> OutputShapes { get; }

    /// <summary>Makes tensors for up to so many pictures, in memory that suits the device.</summary>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">There is no memory left.</exception>
    ModelTensors CreateTensors(int pictures);

    /// <summary>Runs the model on the first so many pictures of the tensors, which this engine has made.</summary>
    /// <exception cref="Microsoft.ML.OnnxRuntime.OnnxRuntimeException">The device has failed.</exception>
    void Run(ModelTensors tensors, int pictures);
}
