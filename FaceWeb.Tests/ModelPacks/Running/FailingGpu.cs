using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Running;
using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Tests.ModelPacks.Running;

/// <summary>
/// Opens models on a "GPU" that is a real session on the processor, until it fails: then each run, or each call for memory, ends with ONNX
/// Runtime's own exception. What it falls back to is a second real session.
/// </summary>
internal sealed class FailingGpu(int runsUntilFailure = int.MaxValue, int tensorsUntilFailure = int.MaxValue, bool opens = true, bool stale = false) : IEngineOpener
{
    private readonly OnnxEngineOpener real = new();

    /// <summary>The engines that were opened.</summary>
    public List<Engine> Gpus { get; } = [];

    /// <summary>How many models were opened on the processor.</summary>
    public int OpenedOnCpu { get; private set; }

    public IModelEngine OpenOnCpu(string file, byte[] content, ModelInput input)
    {
        OpenedOnCpu++;
        return this.real.OpenOnCpu(file, content, input);
    }

    public IModelEngine OpenOnGpu(string file, byte[] content, ModelInput input)
    {
        if (!opens)
            Fail();
        Gpus.Add(new(this.real.OpenOnCpu(file, content, input), runsUntilFailure, tensorsUntilFailure, stale));
        return Gpus[^1];
    }

    private static void Fail()
    {
        using var session = new InferenceSession([1, 2, 3]);
    }

    internal sealed class Engine(IModelEngine real, int runsUntilFailure, int tensorsUntilFailure, bool stale) : IModelEngine
    {
        // The check when a model is opened is not counted.
        private const int ChecksTensors = 1;
        private const int ChecksRuns = 2;
        private readonly Dictionary<ModelTensors, float[][]> firstInputs = [];
        private int tensors;
        private int runs;

        public string Device => "CUDA 0";

        public bool IsCpu => false;

        public string[] OutputNames => real.OutputNames;

        public IReadOnlyList<long[]> OutputShapes => real.OutputShapes;

        /// <summary>The numbers of pictures of its runs.</summary>
        public List<int> Runs { get; } = [];

        public bool Disposed { get; private set; }

        public ModelTensors CreateTensors(int pictures)
        {
            if (Interlocked.Increment(ref this.tensors) - ChecksTensors > tensorsUntilFailure)
                Fail();
            return real.CreateTensors(pictures);
        }

        public void Run(ModelTensors tensors, int pictures)
        {
            var run = Interlocked.Increment(ref this.runs) - ChecksRuns;
            lock (Runs)
            {
                if (run > 0)
                    Runs.Add(pictures);
            }
            if (run > runsUntilFailure)
                Fail();
            if (stale)
                PutFirstInputs(tensors, pictures);
            real.Run(tensors, pictures);
        }

        // A device that keeps what the tensors held when it first saw them.
        private void PutFirstInputs(ModelTensors tensors, int pictures)
        {
            if (!this.firstInputs.TryGetValue(tensors, out var inputs))
                this.firstInputs[tensors] = inputs = [.. Enumerable.Range(0, pictures).Select(i => tensors.Input(i).ToArray())];
            for (var i = 0; i < pictures; i++)
                inputs[i].CopyTo(tensors.Input(i));
        }

        public void Dispose()
        {
            Disposed = true;
            real.Dispose();
        }
    }
}
