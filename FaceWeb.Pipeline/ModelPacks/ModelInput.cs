namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>What a model wants to see: one picture of a fixed size, as planes of (value - mean) / scale.</summary>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Channels">Plane order: "rgb", "bgr" or "gray".</param>
/// <param name="Mean">Subtracted from the 0..255 value, one number a plane.</param>
/// <param name="Scale">Divides afterwards, one number a plane.</param>
public sealed record ModelInput(int Width, int Height, string Channels, float[] Mean, float[] Scale)
{
    /// <summary>1 for gray, otherwise 3.</summary>
    public int Planes => Channels == "gray" ? 1 : 3;

    /// <summary>How many numbers one input holds.</summary>
    public int Length => Planes * Width * Height;
}
