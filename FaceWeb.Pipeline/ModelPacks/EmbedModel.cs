using FaceWeb.Pipeline.Classification;
using FaceWeb.Pipeline.Classification.Scoring;

namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>The pack's recognition model.</summary>
/// <param name="File">File name.</param>
/// <param name="Family">
/// "arcface": an ONNX model that gives one row of numbers, compared by cosine; "dlib-resnet": the same, made from face-api's weights (see
/// DlibResNet).
/// </param>
/// <param name="Input">The input's size and normalisation.</param>
/// <param name="Alignment">Where the alignment points belong in the input, in pixels.</param>
/// <param name="EmbeddingLength">How many numbers.</param>
/// <param name="SmallestRawLength">
/// A weak detection whose embedding, before normalising, is shorter than this is no face; 0 switches the check off.
/// </param>
/// <param name="AlignmentPoints">
/// Which of the 68 landmarks align the face, in the order of Alignment; null for the five points left eye, right eye, nose tip, left and
/// right mouth corner.
/// </param>
/// <param name="AlignBy">
/// "landmarks" (the same as null), or "detector": by the five points of the detector. A box that a person drew, which no detector has seen, and a
/// face that gets this pack's embedding later are aligned by the five points of their landmarks all the same.
/// </param>
/// <param name="Transform">
/// "similarity" (the same as null), or "affine": the least-squares affine map of the alignment points, which may also stretch and shear.
/// </param>
/// <param name="Spread">How the cosines of different people spread; null where it is like the compact pack's.</param>
public sealed record EmbedModel(string File, string Family, ModelInput Input, double[][] Alignment, int EmbeddingLength,
    double SmallestRawLength, int[]? AlignmentPoints = null, CosineSpread? Spread = null, string? AlignBy = null, string? Transform = null)
{
    /// <summary>Whether the detector's five points align the face.</summary>
    public bool AlignsByDetector => AlignBy == "detector";

    /// <summary>Whether an affine map aligns the face, not a similarity.</summary>
    public bool IsAffine => Transform == "affine";
}
