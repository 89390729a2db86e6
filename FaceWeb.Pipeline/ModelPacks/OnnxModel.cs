using System.Diagnostics;
using FaceWeb.Pipeline.ModelPacks.Preparation;
using FaceWeb.Pipeline.ModelPacks.Running;
using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>
/// One model, loaded once and shared by all threads. On a GPU the pictures of concurrent callers go through it together; on the processor each
/// caller runs it alone, on the cores that are spare. Where the GPU fails, the model is opened on the processor and the run repeated there.
/// </summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly EngineWithFallback engines;
    private readonly TensorPool pool;
    private readonly BatchQueue queue;
    private readonly BatchLimits? limits;
    private readonly DeviceClock clock;
    private readonly SpareCores cores;
    private readonly bool takesSeveral;
    private volatile ModelDevice device;
    private long pictures;
    private long runs;
    private long ticks;

    /// <param name="role">detect, landmarks, embed or pose.</param>
    /// <param name="file">The model's file name.</param>
    /// <param name="input">What it has to take.</param>
    /// <param name="content">The ONNX file.</param>
    /// <param name="device">auto, cpu or cuda.</param>
    /// <param name="limits">How pictures are gathered; null for alone on the processor, <see cref="BatchLimits.OfGpu"/> on a GPU.</param>
    /// <param name="opener">Opens it.</param>
    /// <param name="clock">Counts the time with a run.</param>
    /// <param name="cores">Those that help one caller with several pictures; null for none.</param>
    /// <exception cref="ModelPackException">It is no model, or takes something else.</exception>
    public OnnxModel(string role, string file, ModelInput input, byte[] content, string device, BatchLimits? limits = null,
        IEngineOpener? opener = null, DeviceClock? clock = null, SpareCores? cores = null)
    {
        opener ??= new OnnxEngineOpener();
        (Role, Input, this.limits, this.clock, this.cores) = (role, input, limits, clock ?? new(), cores ?? new(0));
        // Run on the processor once, and only where somebody asks.
        var reference = new Lazy<ReferenceOutputs?>(() => ReferenceOutputs.Of(content, input));
        var several = new Lazy<bool>(() => reference.Value?.TakesSeveral(content) ?? false);
        var engine = Open(opener, file, content, input, device, Trusted, out var note);
        this.device = new(role, file, engine.Device, note);
        // Nothing holds the file's content where there is nothing to fall back from.
        engines = new(engine, engine.IsCpu ? () => throw new InvalidOperationException("It runs on the processor already.")
            : () => opener.OpenOnCpu(file, content, input), FallenBack);
        pool = new(engines);
        queue = new(pool, Execute);
        takesSeveral = (limits is { Most: > 1 } || (limits is null && !engine.IsCpu)) && several.Value;

        // Names stand on these numbers: what a device gives is believed once it gives what the processor does.
        bool Trusted(IModelEngine gpu)
        {
            var same = false;
            try
            {
                same = reference.Value?.SameOn(gpu, several.Value ? (limits ?? BatchLimits.OfGpu).Most : 1) ?? true;
            }
            finally
            {
                if (!same)
                    gpu.Dispose();
            }
            return same;
        }
    }

    /// <summary>Called when the model goes on on the processor because its device has failed.</summary>
    public event Action<ModelDevice>? FellBack;

    public string Role { get; }

    public ModelInput Input { get; }

    public ModelDevice Device => device;

    public string[] OutputNames => engines.Current.OutputNames;

    public ModelTime Time =>
        new(Role, Interlocked.Read(ref pictures), Interlocked.Read(ref runs), Stopwatch.GetElapsedTime(0, Interlocked.Read(ref ticks)));

    /// <summary>The shape of each output for one picture.</summary>
    public IReadOnlyList<long[]> OutputShapes => engines.Current.OutputShapes;

    /// <summary>How pictures are gathered now; null where each run is of one picture.</summary>
    public BatchLimits? Batches => !takesSeveral ? null : limits ?? (engines.Current.IsCpu ? null : BatchLimits.OfGpu);

    /// <summary>Runs the model on one picture.</summary>
    public void Run(FillPicture fill, ReadPicture read) => Run(1, fill, read);

    /// <summary>Runs the model on several pictures.</summary>
    /// <param name="count">How many; 0 is no fault.</param>
    /// <param name="fill">Called once for each picture, perhaps on several threads at once.</param>
    /// <param name="read">Called once for each picture, for one at a time, in any order.</param>
    public void Run(int count, FillPicture fill, ReadPicture read)
    {
        if (count == 0)
            return;
        if (Batches is { } batches)
        {
            queue.Run(batches, count, fill, read);
            return;
        }
        var reading = new Lock();
        new SharedRun(cores, count, next => OneByOne(next, fill, read, reading)).Run();
    }

    private void OneByOne(Func<int?> next, FillPicture fill, ReadPicture read, Lock reading)
    {
        var tensors = pool.Take(1);
        try
        {
            while (next() is { } i)
            {
                fill(i, tensors.Tensors.Input(0));
                Execute(ref tensors, 1);
                lock (reading)
                    read(i, new(tensors.Tensors, 0));
            }
        }
        finally
        {
            pool.GiveBack(tensors);
        }
    }

    /// <summary>Runs the model on whatever stands in the tensors, for measuring; not counted in <see cref="Time"/>.</summary>
    /// <param name="runs">How often.</param>
    /// <param name="together">Pictures in a run; more than 1 only where it takes several.</param>
    internal void RunAlone(int runs, int together = 1)
    {
        var tensors = pool.Take(together);
        try
        {
            for (var i = 0; i < runs; i++)
                engines.Run(ref tensors, together);
        }
        finally
        {
            pool.GiveBack(tensors);
        }
    }

    public void Dispose()
    {
        pool.Dispose();
        engines.Dispose();
    }

    private void Execute(ref EngineTensors tensors, int together)
    {
        clock.Begin();
        var start = Stopwatch.GetTimestamp();
        try
        {
            engines.Run(ref tensors, together);
        }
        finally
        {
            Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - start);
            Interlocked.Add(ref pictures, together);
            Interlocked.Increment(ref runs);
            clock.End();
        }
    }

    private void FallenBack(OnnxRuntimeException problem)
    {
        pool.FreeOthers();
        device = new(Role, device.File, engines.Current.Device,
            $"{device.Device} failed at {DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm} UTC, since then it runs on the CPU: {OneLine(problem)}");
        FellBack?.Invoke(device);
    }

    private static IModelEngine Open(IEngineOpener opener, string file, byte[] content, ModelInput input, string device,
        Func<IModelEngine, bool> trusted, out string note)
    {
        note = "";
        if (device is "cuda" or "auto")
        {
            try
            {
                var gpu = opener.OpenOnGpu(file, content, input);
                if (trusted(gpu))
                    return gpu;
                note = $"{gpu.Device} gives other numbers than the CPU, so it is not used: update its driver, or set Device to \"cpu\".";
            }
            catch (PlatformNotSupportedException problem)
            {
                // Nobody who takes the CPU build for what it is needs to be told.
                note = device == "cuda" ? $"CUDA was asked for but is not available: {problem.Message}" : "";
            }
            catch (Exception problem) when (problem is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
            {
                note = device == "cuda" ? $"CUDA was asked for but is not available: {OneLine(problem)}" : $"no CUDA: {OneLine(problem)}";
            }
        }
        try
        {
            return opener.OpenOnCpu(file, content, input);
        }
        catch (OnnxRuntimeException problem)
        {
            throw new ModelPackException($"{file} cannot be loaded as an ONNX model ({OneLine(problem)}): replace it by a working file.", problem);
        }
    }

    private static string OneLine(Exception problem) => problem.Message.ReplaceLineEndings(" ");
}
