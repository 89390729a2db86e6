using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Alignment;

/// <summary>Brings a face into the position that the recognition model was trained on.</summary>
internal sealed class FaceAligner(EmbedModel embed)
{
    private readonly LandmarkPoint[] template = [.. embed.Alignment.Select(p => new LandmarkPoint(p[0], p[1]))];

    /// <summary>From the upright original to the chip; of a pack that aligns by an affine map, the similarity nearest to it.</summary>
    /// <param name="landmarks">The face's landmarks.</param>
    /// <param name="keyPoints">The detector's five points, or null; they serve where the pack says so.</param>
    public SimilarityTransform Transform(Landmarks68 landmarks, IReadOnlyList<LandmarkPoint>? keyPoints = null) =>
        SimilarityTransform.Fit(PointsOf(landmarks, keyPoints), template);

    /// <summary>The aligned face, BGR, of the recognition model's input size.</summary>
    public Mat Align(PhotoPixels photo, Landmarks68 landmarks, IReadOnlyList<LandmarkPoint>? keyPoints = null)
    {
        var m = embed.IsAffine ? AffineTransform.Fit(PointsOf(landmarks, keyPoints), template).Matrix : Transform(landmarks, keyPoints).Matrix;
        var s = photo.HeldScale;
        return PatchSampler.Warp(photo.Mat, [m[0] / s, m[1] / s, m[2], m[3] / s, m[4] / s, m[5]], embed.Input.Width, embed.Input.Height);
    }

    private IReadOnlyList<LandmarkPoint> PointsOf(Landmarks68 landmarks, IReadOnlyList<LandmarkPoint>? keyPoints) =>
        embed.AlignsByDetector && keyPoints is not null ? keyPoints
            : embed.AlignmentPoints is { } indices ? [.. indices.Select(i => landmarks.Points[i])] : landmarks.FivePoints();
}
