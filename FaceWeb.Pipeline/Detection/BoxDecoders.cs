using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Pipeline.Detection;

/// <summary>The detector families that a manifest may name.</summary>
internal static class BoxDecoders
{
    /// <summary>The decoder of the family.</summary>
    /// <exception cref="ModelPackException">Unknown family, or the model lacks the outputs that the family has.</exception>
    public static IBoxDecoder For(DetectModel detect, OnnxModel model) => detect.Family switch
    {
        "rfb" => new RfbDecoder(model),
        "yunet" => new YunetDecoder(model),
        "scrfd" => new ScrfdDecoder(model),
        _ => throw new ModelPackException($"{detect.File} is of the detector family '{detect.Family}', which is not known: use rfb, yunet or scrfd."),
    };
}
