using FaceWeb.Pipeline.ModelPacks;
using FaceWeb.Pipeline.ModelPacks.Preparation;
using FaceWeb.Pipeline.ModelPacks.Running;

namespace FaceWeb.Bench.Gpu;

/// <summary>A pack's three models on one device.</summary>
internal sealed class DeviceModels : IDisposable
{
    private readonly DeviceClock clock = new();

    /// <param name="folder">The pack's.</param>
    /// <param name="device">cpu or cuda.</param>
    /// <param name="limits">How pictures are gathered; null for the device's own way.</param>
    /// <param name="cuda">Options of the CUDA provider beside those that FaceWeb sets.</param>
    public DeviceModels(string folder, string device, BatchLimits? limits, IReadOnlyDictionary<string, string>? cuda = null)
    {
        var opener = new OnnxEngineOpener(cuda);
        Pack = ModelPack.Read(folder);
        Detect = Open("detect", Pack.Detect.File, Pack.Detect.Input);
        Landmarks = Open("landmarks", Pack.Landmarks.File, Pack.Landmarks.Input);
        Embed = Open("embed", Pack.Embed.File, Pack.Embed.Input);

        OnnxModel Open(string role, string file, ModelInput input) => new(
            role, file, input, PreparedModels.Open(folder, file, Pack.ReadModel(folder, file), input).Content, device, limits, opener, clock);
    }

    public ModelPack Pack { get; }

    public OnnxModel Detect { get; }

    public OnnxModel Landmarks { get; }

    public OnnxModel Embed { get; }

    public IReadOnlyList<OnnxModel> All => [Detect, Landmarks, Embed];

    /// <summary>Time with a run.</summary>
    public TimeSpan Busy => clock.Busy;

    public void Dispose()
    {
        foreach (var model in All)
            model.Dispose();
    }
}
