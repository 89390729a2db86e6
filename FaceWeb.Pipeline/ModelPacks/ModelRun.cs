using Microsoft.ML.OnnxRuntime;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>Borrowed tensors of one model for one run: fill <see cref="Input"/>, <see cref="Execute"/>, read <see cref="Output"/>, dispose.</summary>
internal sealed class ModelRun : IDisposable
{
    private readonly OnnxModel model;
    private readonly float[][] outputs;

    internal ModelRun(OnnxModel model, long[] inputShape, long[][] outputShapes)
    {
        this.model = model;
        InputArray = GC.AllocateArray<float>(model.Input.Length, pinned: true);
        outputs = [.. outputShapes.Select(s => GC.AllocateArray<float>((int)s.Aggregate(1L, (a, b) => a * b), pinned: true))];
        Inputs = [OrtValue.CreateTensorValueFromMemory(InputArray, inputShape)];
        Outputs = [.. outputs.Zip(outputShapes, (memory, shape) => OrtValue.CreateTensorValueFromMemory(memory, shape))];
    }

    internal OrtValue[] Inputs { get; }

    internal OrtValue[] Outputs { get; }

    private float[] InputArray { get; }

    /// <summary>Planes of the input picture, row by row.</summary>
    public Span<float> Input => InputArray;

    /// <summary>The numbers of output <paramref name="index"/>, in the order of the model's output names.</summary>
    public ReadOnlySpan<float> Output(int index) => outputs[index];

    /// <summary>Runs the model on <see cref="Input"/>.</summary>
    public void Execute() => this.model.Execute(this);

    /// <summary>Gives the tensors back to the model.</summary>
    public void Dispose() => this.model.GiveBack(this);

    internal void Release()
    {
        foreach (var value in Inputs.Concat(Outputs))
            value.Dispose();
    }
}
