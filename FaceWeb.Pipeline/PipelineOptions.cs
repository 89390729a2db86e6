using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Running;

namespace FaceWeb.Pipeline;

/// <summary>What a person may choose about measuring photos.</summary>
public sealed record PipelineOptions
{
    /// <summary>
    /// The smallest face to look for, in pixels of the original's box side (default 24). Half of it costs about four times the detection
    /// time.
    /// </summary>
    public double SmallestFace { get; init; } = 24;

    /// <summary>Averages the embedding with that of the mirrored face (default): a little more accurate, twice the embedding time.</summary>
    public bool Mirror { get; init; } = true;

    /// <summary>
    /// The longest side, in pixels, of the finest picture that detection looks at (default 3200). In a larger original the smallest face
    /// found grows in proportion: this bounds the time that one huge photo takes. Of strips longer than 16:9, as many pixels as such a picture has
    /// are looked at.
    /// </summary>
    public int MaxSide { get; init; } = 3200;

    /// <summary>"auto" (CUDA when this build has it and a device is there), "cpu" or "cuda".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// How pictures, also those of different photos, are gathered into common runs; null (default) for one by one on the processor, where more
    /// brings nothing, and <see cref="BatchLimits.OfGpu"/> on a GPU.
    /// </summary>
    public BatchLimits? Batches { get; init; }

    /// <summary>
    /// Writes each model anew, once, so that it gives the same numbers faster (default); the result is kept in the folder <c>prepared</c>
    /// beside the pack's files. Off, the files are used as they come.
    /// </summary>
    public bool Prepare { get; init; } = true;

    /// <summary>
    /// How many photos whoever drives the pipeline should measure at once (default: the number of cores). While there are fewer,
    /// the cores without a photo help with those in work; with 1 each call keeps to one core.
    /// </summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Folders of further packs whose embedding every face gets too (default: none); only their recognition models are loaded. The results are in
    /// <see cref="MeasuredFace.Embeddings"/>.
    /// </summary>
    public IReadOnlyList<string> MorePacks { get; init; } = [];

    /// <summary>
    /// The folder of a <c>fusion.json</c> by which the embeddings of several packs are joined (the careful setting), or null (default) for
    /// the pipeline's own pack alone. The packs that it names lie in the folders beside it; they need not be given in <see cref="MorePacks"/>.
    /// </summary>
    public string? Fusion { get; init; }

    /// <summary>Opens the models on their devices.</summary>
    internal IEngineOpener Opener { get; init; } = new OnnxEngineOpener();
}
