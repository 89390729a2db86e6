using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>Memory for what a model takes and gives, for several pictures, bound to its session once and used again and again.</summary>
internal sealed unsafe class ModelTensors : IDisposable
{
    private readonly OnnxEngine engine;
    private readonly Block input;
    private readonly Block[] outputs;
    private readonly Dictionary<int, Bound> bindings = [];

    /// <param name="engine">Whose they are.</param>
    /// <param name="pictures">Their number at most.</param>
    /// <param name="inputShape">For one picture.</param>
    /// <param name="outputShapes">For one picture.</param>
    /// <param name="allocator">Gives the memory.</param>
    public ModelTensors(OnnxEngine engine, int pictures, long[] inputShape, IReadOnlyList<long[]> outputShapes, OrtAllocator allocator)
    {
        (this.engine, Pictures) = (engine, pictures);
        var blocks = new List<Block>();
        try
        {
            foreach (var shape in outputShapes.Prepend(inputShape))
                blocks.Add(new(shape, pictures, allocator));
        }
        catch
        {
            blocks.ForEach(b => b.Value.Dispose());
            throw;
        }
        input = blocks[0];
        outputs = [.. blocks.Skip(1)];
    }

    /// <summary>For how many pictures there is room.</summary>
    public int Pictures { get; }

    /// <summary>The numbers that the model takes for a picture: planes, row by row.</summary>
    public Span<float> Input(int picture) => input.Of(picture);

    /// <summary>The numbers that the model gave for a picture.</summary>
    /// <param name="index">The output, in the order of the model's output names.</param>
    /// <param name="picture">The picture.</param>
    public ReadOnlySpan<float> Output(int index, int picture) => outputs[index].Of(picture);

    /// <summary>The binding for the first so many pictures.</summary>
    internal OrtIoBinding Binding(int pictures)
    {
        if (!bindings.TryGetValue(pictures, out var bound))
            bindings[pictures] = bound = new(engine, [.. outputs.Prepend(input).Select(b => b.View(pictures))]);
        return bound.Binding;
    }

    /// <summary>Runs all pictures on a GPU. Binding an input copies it there, so that it is bound anew for each run.</summary>
    internal void Run(InferenceSession session, RunOptions options, string inputName)
    {
        var binding = Binding(Pictures);
        using var given = input.View(Pictures);
        binding.BindInput(inputName, given);
        binding.SynchronizeBoundInputs();
        session.RunWithBinding(options, binding);
        binding.SynchronizeBoundOutputs();
    }

    public void Dispose()
    {
        foreach (var bound in bindings.Values)
            bound.Dispose();
        foreach (var block in outputs.Append(input))
            block.Value.Dispose();
        engine.Released();
    }

    private sealed class Block
    {
        private readonly long[] shape;
        private readonly int length;
        private readonly float* start;

        public Block(long[] shape, int pictures, OrtAllocator allocator)
        {
            this.shape = shape;
            length = (int)shape.Aggregate(1L, (a, b) => a * b);
            Value = OrtValue.CreateAllocatedTensorValue(allocator, TensorElementType.Float, ShapeOf(pictures));
            start = (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Value.GetTensorMutableDataAsSpan<float>()));
        }

        public OrtValue Value { get; }

        public Span<float> Of(int picture) => new(start + ((long)picture * length), length);

        // Page-locked or not, it is the processor's memory: what is said to be CUDA's page-locked memory, ONNX Runtime (1.31.0) copies onto
        // itself after a run and throws ("dst_data != src_data was false", seen on an H100).
        public OrtValue View(int pictures) => OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TensorElementType.Float, ShapeOf(pictures), (nint)start, (long)pictures * length * sizeof(float));

        // A model of one picture a run need not have it as the first dimension of its outputs.
        private long[] ShapeOf(int pictures) => pictures == 1 ? shape : [pictures, .. shape[1..]];
    }

    private sealed class Bound(OnnxEngine engine, OrtValue[] values) : IDisposable
    {
        public OrtIoBinding Binding { get; } = engine.Bind(values[0], values[1..]);

        public void Dispose()
        {
            Binding.Dispose();
            foreach (var value in values)
                value.Dispose();
        }
    }
}
