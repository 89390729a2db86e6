namespace FaceWeb.Pipeline.ModelPacks.Running;

/// <summary>What a model gave for one picture; to be read at once, the memory is used again.</summary>
internal readonly ref struct PictureOutputs(ModelTensors tensors, int picture)
{
    /// <summary>The numbers of output <paramref name="index"/>, in the order of the model's output names.</summary>
    public ReadOnlySpan<float> this[int index] => tensors.Output(index, picture);
}
