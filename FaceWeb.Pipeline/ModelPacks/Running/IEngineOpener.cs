using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Opens models on devices.</summary>
internal interface IEngineOpener
{
    /// <summary>Opens a model on the processor.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="content">The ONNX file.</param>
    /// <param name="input">What it has to take.</param>
    /// <exception cref="ModelPackException">It takes something else.</exception>
    /// <exception cref="OnnxRuntimeException">It is no model.</exception>
    IModelEngine OpenOnCpu(string file, byte[] content, ModelInput input);

    /// <summary>Opens a model on the first GPU.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="content">The ONNX file.</param>
    /// <param name="input">What it has to take.</param>
    /// <exception cref="ModelPackException">It takes something else.</exception>
    /// <exception cref="PlatformNotSupportedException">The program was built without the CUDA runtime.</exception>
    /// <exception cref="OnnxRuntimeException">There is no GPU that can be used, or the file is no model.</exception>
    IModelEngine OpenOnGpu(string file, byte[] content, ModelInput input);
}
