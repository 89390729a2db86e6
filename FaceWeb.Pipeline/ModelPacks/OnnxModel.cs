using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>
/// One model, loaded once and shared by all threads. A run borrows a set of preallocated input and output tensors, so that
/// nothing of any size is allocated per call.
/// </summary>
internal sealed class OnnxModel : IDisposable
{
    // One thread inside a run and many photos at a time use the cores best (with two spinning threads a run takes twice as long).
    private const int ThreadsInRun = 1;

    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly long[] inputShape;
    private readonly string[] inputNames;
    private readonly long[][] outputShapes;
    private readonly ConcurrentBag<ModelRun> idle = [];
    private long runs;
    private long ticks;

    public OnnxModel(string role, string file, ModelInput input, byte[] content, string device)
    {
        Role = role;
        Input = input;
        (session, Device) = Open(role, file, content, device);
        inputNames = [session.InputNames[0]];
        OutputNames = [.. session.OutputNames];
        inputShape = [1, input.Planes, input.Height, input.Width];
        CheckInput(file);
        outputShapes = LearnOutputShapes();
    }

    public string Role { get; }

    public ModelInput Input { get; }

    public ModelDevice Device { get; }

    public string[] OutputNames { get; }

    public ModelTime Time => new(Role, Interlocked.Read(ref this.runs), Stopwatch.GetElapsedTime(0, Interlocked.Read(ref ticks)));

    /// <summary>The shape of each output, first dimension 1.</summary>
    public IReadOnlyList<long[]> OutputShapes => outputShapes;

    /// <summary>Borrows tensors; disposing the result gives them back.</summary>
    public ModelRun Borrow() => idle.TryTake(out var run) ? run : new ModelRun(this, inputShape, outputShapes);

    internal void GiveBack(ModelRun run) => idle.Add(run);

    internal void Execute(ModelRun run)
    {
        var start = Stopwatch.GetTimestamp();
        session.Run(runOptions, inputNames, run.Inputs, OutputNames, run.Outputs);
        Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - start);
        Interlocked.Increment(ref this.runs);
    }

    /// <summary>Runs the model so many times on whatever stands in the tensors, for measuring; not counted in <see cref="Time"/>.</summary>
    internal void RunAlone(int runs)
    {
        using var run = Borrow();
        for (var i = 0; i < runs; i++)
            session.Run(runOptions, inputNames, run.Inputs, OutputNames, run.Outputs);
    }

    public void Dispose()
    {
        while (idle.TryTake(out var run))
            run.Release();
        runOptions.Dispose();
        session.Dispose();
    }

    private static (InferenceSession, ModelDevice) Open(string role, string file, byte[] content, string device)
    {
        var note = "";
        if (device is "cuda" or "auto")
        {
            try
            {
                using var options = Options();
                options.AppendExecutionProvider_CUDA(0);
                return (new InferenceSession(content, options), new ModelDevice(role, file, "CUDA 0", ""));
            }
            catch (Exception problem) when (problem is EntryPointNotFoundException or OnnxRuntimeException or DllNotFoundException)
            {
                // The CPU build of ONNX Runtime has no CUDA entry point; the GPU build throws where there is no driver or device.
                var why = problem is EntryPointNotFoundException ? "this build holds only the CPU runtime (build with -p:Gpu=true)"
                    : problem.Message.ReplaceLineEndings(" ");
                note = device == "cuda" ? $"CUDA was asked for but is not available: {why}" : problem is EntryPointNotFoundException ? ""
                    : $"no CUDA: {why}";
            }
        }
        try
        {
            using var options = Options();
            return (new InferenceSession(content, options), new ModelDevice(role, file, "CPU", note));
        }
        catch (OnnxRuntimeException problem)
        {
            throw new ModelPackException(
                $"{file} cannot be loaded as an ONNX model ({problem.Message.ReplaceLineEndings(" ")}): replace it by a working file.", problem);
        }
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

    private void CheckInput(string file)
    {
        var wanted = session.InputMetadata[inputNames[0]].Dimensions;
        var fits = wanted.Length == 4 && Enumerable.Range(0, 4).All(i => wanted[i] <= 0 || wanted[i] == inputShape[i]);
        if (!fits)
        {
            var message = $"{file} takes [{string.Join(',', wanted)}] but its pack.json says [{string.Join(',', inputShape)}]: correct the manifest.";
            session.Dispose();
            throw new ModelPackException(message);
        }
    }

    /// <summary>One run on zeros: dynamic dimensions become known, and the first real run is warm.</summary>
    private long[][] LearnOutputShapes()
    {
        using var input = OrtValue.CreateTensorValueFromMemory(new float[Input.Length], inputShape);
        using var results = session.Run(runOptions, inputNames, [input], OutputNames);
        return [.. results.Select(r => r.GetTensorTypeAndShape().Shape)];
    }
}
