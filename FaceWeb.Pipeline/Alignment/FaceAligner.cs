using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Alignment;

/// <summary>Brings a face into the position that the recognition model was trained on.</summary>
internal sealed class FaceAligner(EmbedModel embed)
{
    private readonly LandmarkPoint[] template = [.. embed.Alignment.Select(p => new LandmarkPoint(p[0], p[1]))];

    /// <summary>From the upright original to the chip.</summary>
    public SimilarityTransform Transform(Landmarks68 landmarks) => SimilarityTransform.Fit(
        embed.AlignmentPoints is { } indices ? [.. indices.Select(i => landmarks.Points[i])] : landmarks.FivePoints(), template);

    /// <summary>The aligned face, BGR, of the recognition model's input size.</summary>
    public Mat Align(PhotoPixels photo, Landmarks68 landmarks)
    {
        var m = Transform(landmarks).Matrix;
        var s = photo.HeldScale;
        return PatchSampler.Warp(photo.Mat, [m[0] / s, m[1] / s, m[2], m[3] / s, m[4] / s, m[5]], embed.Input.Width, embed.Input.Height);
    }
}
