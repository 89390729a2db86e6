using FaceWeb.Pipeline;

namespace FaceWeb.Models;

/// <summary>Which models measure the faces (configuration section <c>FaceWeb:Models</c>).</summary>
public sealed class ModelOptions
{
    /// <summary>The folder of the model packs; null (the default) is <c>models</c> beside the program.</summary>
    public string? Folder { get; set; }

    /// <summary>The pack: the name of its folder.</summary>
    public string Pack { get; set; } = "compact";

    /// <summary>
    /// <c>fast</c> (one pack's measurements) or <c>careful</c> (two packs', joined: see docs/pipeline.md for what it gains and costs).
    /// After a change the faces that are there already are measured by the new pack in the background.
    /// </summary>
    public string Recognition { get; set; } = "fast";

    /// <summary><c>auto</c> (CUDA when this build has it and a device is there), <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; set; } = "auto";

    /// <summary>
    /// The smallest face that is looked for, in pixels of the original, 8 or more. Half of it costs about four times the detection time.
    /// </summary>
    public double SmallestFace { get; set; } = new PipelineOptions().SmallestFace;

    /// <summary>Photos that are analysed at once; null (the default) is one for each core.</summary>
    public int? Workers { get; set; }
}
