using FaceWeb.Pipeline;

namespace FaceWeb.Bench.Detection;

/// <summary>A face that somebody, or another detector, has marked on a photo.</summary>
/// <param name="Box">In pixels of the upright photo.</param>
/// <param name="Valid">
/// False for a mark that is neither wanted nor wrong to find: nobody can say whether it is a face (WIDER FACE's flag <c>invalid</c>).
/// </param>
public sealed record ReferenceFace(FaceBox Box, bool Valid)
{
    /// <summary>The shorter side in pixels.</summary>
    public double Side => Math.Min(Box.Width, Box.Height);
}
