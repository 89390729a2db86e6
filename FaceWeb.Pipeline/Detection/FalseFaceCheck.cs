using FaceWeb.Pipeline.Alignment;
using FaceWeb.Pipeline.Landmarks;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Pipeline.Detection;

/// <summary>Throws out boxes that the detector took for a face and the later steps do not.</summary>
internal sealed class FalseFaceCheck(ModelPack pack, FaceAligner aligner)
{
    // Beyond this score the detector is believed: only doubtful boxes have to pass the later steps' tests.
    private const float Believed = 0.99f;
    private const double LargestMisfit = 0.45;

    /// <summary>Whether the five points form something like a face, of a size that fits the box.</summary>
    public bool LooksLikeFace(FaceBox box, Landmarks68 landmarks, float score)
    {
        var five = landmarks.FivePoints();
        double dx = five[1].X - five[0].X, dy = five[1].Y - five[0].Y;
        var eyes = Math.Sqrt(dx * dx + dy * dy) / Math.Max(box.Width, box.Height);
        if (eyes is < 0.08 or > 1)
            return false;
        return score >= Believed || aligner.Misfit(landmarks) <= LargestMisfit;
    }

    /// <summary>Whether the recognition model reacts to it as it does to faces.</summary>
    public bool MeasuresLikeFace(MeasuredFace face) =>
        face.DetectorScore >= Believed || face.RawLength >= pack.Embed.SmallestRawLength;
}
