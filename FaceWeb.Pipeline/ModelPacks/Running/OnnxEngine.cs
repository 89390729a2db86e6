using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>A session of ONNX Runtime. Once disposed, it is freed when its last tensors are.</summary>
internal sealed class OnnxEngine : IModelEngine
{
    private readonly Lock gate = new();
    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly OrtAllocator allocator;
    private readonly DeviceThread? device;
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
            device = isCpu ? null : new();
            inputName = session.InputNames[0];
            OutputNames = [.. session.OutputNames];
            inputShape = [1, input.Planes, input.Height, input.Width];
            CheckInput(file);
            outputShapes = LearnOutputShapes(input);
            allocator = Memory();
        }
        catch
        {
            runOptions.Dispose();
            session.Dispose();
            device?.Dispose();
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
            return new(this, pictures, inputShape, outputShapes, allocator);
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
        // The CUDA provider plans each convolution anew, half a second in all, whenever the number of pictures is another than in the run before:
        // it is always that of the tensors. What the added ones show is of no interest.
        if (device is null)
            session.RunWithBinding(runOptions, tensors.Binding(pictures));
        else
            device.Run(() => tensors.Run(session, runOptions, inputName));
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
        runOptions.Dispose();
        session.Dispose();
        device?.Dispose();
    }

    /// <summary>Page-locked memory on a GPU, from which it copies by itself; where that cannot be had, and on the processor, plain memory.</summary>
    private OrtAllocator Memory()
    {
        if (!IsCpu)
        {
            using var pinned = new OrtMemoryInfo("CudaPinned", OrtAllocatorType.DeviceAllocator, 0, OrtMemType.CpuOutput);
            try
            {
                return new(session, pinned);
            }
            catch (OnnxRuntimeException)
            {
                // Plain memory does as well, more slowly.
            }
        }
        return new(session, OrtMemoryInfo.DefaultInstance);
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
        var shapes = Array.Empty<long[]>();
        if (device is null)
            Learn();
        else
            device.Run(Learn);
        return shapes;

        void Learn()
        {
            using var zeros = OrtValue.CreateTensorValueFromMemory(new float[input.Length], inputShape);
            using var results = session.Run(runOptions, [inputName], [zeros], OutputNames);
            shapes = [.. results.Select(r => r.GetTensorTypeAndShape().Shape)];
        }
    }
}
