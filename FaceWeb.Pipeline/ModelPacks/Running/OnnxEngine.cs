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
    private readonly IReadOnlyList<long[]> outputShapes;
    private int tensorsInUse;
    private bool closed;

    /// <summary>A session on the processor.</summary>
    /// <param name="file">The model's file name, for messages.</param>
    /// <param name="session">Disposed with this, also where this throws.</param>
    /// <param name="input">What it has to take.</param>
    /// <exception cref="ModelPackException">It takes something else.</exception>
    /// <exception cref="OnnxRuntimeException">It cannot be run.</exception>
    public OnnxEngine(string file, InferenceSession session, ModelInput input)
    {
        this.session = session;
        try
        {
            inputName = session.InputNames[0];
            OutputNames = [.. session.OutputNames];
            inputShape = [1, input.Planes, input.Height, input.Width];
            CheckInput(file);
            outputShapes = LearnOutputShapes(input);
            allocator = new(session, OrtMemoryInfo.DefaultInstance);
        }
        catch
        {
            runOptions.Dispose();
            session.Dispose();
            throw;
        }
    }

    /// <summary>A session on a GPU.</summary>
    /// <param name="session">Disposed with this, also where this throws.</param>
    /// <param name="onCpu">The same model on the processor, which tells what it takes and gives: the GPU would plan a run of one picture to learn that.</param>
    /// <exception cref="OnnxRuntimeException">There is no memory.</exception>
    public OnnxEngine(InferenceSession session, OnnxEngine onCpu)
    {
        (this.session, inputName, OutputNames, inputShape, outputShapes) =
            (session, onCpu.inputName, onCpu.OutputNames, onCpu.inputShape, onCpu.outputShapes);
        try
        {
            allocator = PageLocked();
            device = new();
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
    public bool IsCpu => device is null;

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
        // The CUDA provider plans each convolution anew, a second or two in all, whenever the number of pictures is another than in the run before:
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

    /// <summary>The processor's memory that a GPU copies by itself; plain memory where that cannot be had.</summary>
    private OrtAllocator PageLocked()
    {
        using var pinned = new OrtMemoryInfo("CudaPinned", OrtAllocatorType.DeviceAllocator, 0, OrtMemType.CpuOutput);
        try
        {
            return new(session, pinned);
        }
        catch (OnnxRuntimeException)
        {
            // Plain memory does as well, more slowly.
            return new(session, OrtMemoryInfo.DefaultInstance);
        }
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
