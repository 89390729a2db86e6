using System.Numerics;
using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>A session of ONNX Runtime. Once disposed, it is freed when its last tensors are.</summary>
internal sealed class OnnxEngine : IModelEngine
{
    private readonly Lock gate = new();
    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly OrtMemoryInfo memory;
    private readonly OrtAllocator allocator;
    private readonly string inputName;
    private readonly long[] inputShape;
    private readonly long[][] outputShapes;
    private int tensorsInUse;
    private bool closed;

    /// <param name="file">The model's file name, for messages.</param>
    /// <param name="content">The ONNX file.</param>
    /// <param name="input">What it has to take.</param>
    /// <param name="options">Where and how it runs.</param>
    /// <param name="isCpu">Whether that is the processor.</param>
    /// <exception cref="ModelPackException">It takes something else.</exception>
    /// <exception cref="OnnxRuntimeException">It cannot be run there.</exception>
    public OnnxEngine(string file, byte[] content, ModelInput input, SessionOptions options, bool isCpu)
    {
        IsCpu = isCpu;
        session = new(content, options);
        try
        {
            inputName = session.InputNames[0];
            OutputNames = [.. session.OutputNames];
            inputShape = [1, input.Planes, input.Height, input.Width];
            CheckInput(file);
            outputShapes = LearnOutputShapes(input);
            (memory, allocator) = Memory();
        }
        catch
        {
            runOptions.Dispose();
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public string Device => IsCpu ? "CPU" : "CUDA 0";

    /// <inheritdoc/>
    public bool IsCpu { get; }

    /// <inheritdoc/>
    public string[] OutputNames { get; }

    /// <inheritdoc/>
    public IReadOnlyList<long[]> OutputShapes => outputShapes;

    /// <inheritdoc/>
    public ModelTensors CreateTensors(int pictures)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            tensorsInUse++;
        }
        try
        {
            return new(this, pictures, inputShape, outputShapes, allocator, memory);
        }
        catch
        {
            Released();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Run(ModelTensors tensors, int pictures)
    {
        // cuDNN and the arena prepare themselves for each new number of pictures: powers of two keep these few. What the added ones show is of
        // no interest.
        var run = IsCpu ? pictures : Math.Min(tensors.Pictures, (int)BitOperations.RoundUpToPowerOf2((uint)pictures));
        session.RunWithBinding(runOptions, tensors.Binding(run));
    }

    /// <summary>A binding of the tensors' memory, for so many pictures.</summary>
    internal OrtIoBinding Bind(OrtValue input, IReadOnlyList<OrtValue> outputs)
    {
        var binding = session.CreateIoBinding();
        binding.BindInput(inputName, input);
        for (var i = 0; i < outputs.Count; i++)
            binding.BindOutput(OutputNames[i], outputs[i]);
        return binding;
    }

    /// <summary>Tensors that this engine has made are gone.</summary>
    internal void Released()
    {
        lock (gate)
        {
            tensorsInUse--;
            if (closed && tensorsInUse == 0)
                Free();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (closed)
                return;
            closed = true;
            if (tensorsInUse == 0)
                Free();
        }
    }

    private void Free()
    {
        allocator.Dispose();
        if (!IsCpu)
            memory.Dispose();
        runOptions.Dispose();
        session.Dispose();
    }

    /// <summary>Page-locked memory on a GPU, from which it copies by itself; where that cannot be had, and on the processor, plain memory.</summary>
    private (OrtMemoryInfo, OrtAllocator) Memory()
    {
        if (!IsCpu)
        {
            var pinned = new OrtMemoryInfo("CudaPinned", OrtAllocatorType.DeviceAllocator, 0, OrtMemType.CpuOutput);
            try
            {
                return (pinned, new(session, pinned));
            }
            catch (OnnxRuntimeException)
            {
                pinned.Dispose();
                var plain = new OrtMemoryInfo("Cpu", OrtAllocatorType.ArenaAllocator, 0, OrtMemType.Default);
                return (plain, new(session, plain));
            }
        }
        return (OrtMemoryInfo.DefaultInstance, new(session, OrtMemoryInfo.DefaultInstance));
    }

    private void CheckInput(string file)
    {
        var wanted = session.InputMetadata[inputName].Dimensions;
        if (wanted.Length != 4 || Enumerable.Range(0, 4).Any(i => wanted[i] > 0 && wanted[i] != inputShape[i]))
            throw new ModelPackException(
                $"{file} takes [{string.Join(',', wanted)}] but its pack.json says [{string.Join(',', inputShape)}]: correct the manifest.");
    }

    /// <summary>One run on zeros: dynamic dimensions become known, and the first real run is warm.</summary>
    private long[][] LearnOutputShapes(ModelInput input)
    {
        using var zeros = OrtValue.CreateTensorValueFromMemory(new float[input.Length], inputShape);
        using var results = session.Run(runOptions, [inputName], [zeros], OutputNames);
        return [.. results.Select(r => r.GetTensorTypeAndShape().Shape)];
    }
}
