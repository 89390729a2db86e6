using FaceWeb.Pipeline.Landmarks;

namespace FaceWeb.Pipeline;

/// <summary>One face of a photo, measured.</summary>
/// <param name="Box">Its box in pixels of the upright original.</param>
/// <param name="DetectorScore">How sure the detector is, 0..1; 1 for a box drawn by hand.</param>
/// <param name="Landmarks">68 points in pixels of the upright original.</param>
/// <param name="Quality">How well the face can be recognised.</param>
/// <param name="Embedding">The pack's measurements, scaled to unit length; compare by dot product.</param>
/// <param name="ChipJpeg">The aligned face that was measured, as a JPEG of the embedding model's input size (112x112 in the default pack).</param>
public sealed record MeasuredFace(FaceBox Box, float DetectorScore, Landmarks68 Landmarks, FaceQuality Quality, float[] Embedding, byte[] ChipJpeg)
{
    /// <summary>The embedding's length before scaling; real faces have about 2 and more in the default pack, false ones less.</summary>
    public double RawLength { get; init; }

    /// <summary>
    /// How surely it is a face, by a second opinion on the detector's box: about 1 and more for faces, below 0 for what only resembles one; null
    /// where the pack has no second opinion and for a box drawn by hand.
    /// </summary>
    public double? Likeness { get; init; }

    /// <summary>
    /// Where the detector sees both eyes, the tip of the nose and the corners of the mouth (left before right as in the picture), in pixels of the
    /// upright original; null where its family gives no points and for a box drawn by hand.
    /// </summary>
    public IReadOnlyList<LandmarkPoint>? KeyPoints { get; init; }

    /// <summary>
    /// The embeddings of all packs in use: that of the pipeline's own pack first, then those of <see cref="PipelineOptions.MorePacks"/>.
    /// </summary>
    public IReadOnlyList<FaceEmbedding> Embeddings { get; init; } = [];

    /// <summary>The same face where it lies once its photo is turned; what was measured stays.</summary>
    /// <param name="turn">How the photo is turned.</param>
    /// <param name="width">The photo's width before, pixels of the original.</param>
    /// <param name="height">The photo's height before, pixels of the original.</param>
    public MeasuredFace Turned(PhotoTurn turn, int width, int height) => turn == PhotoTurn.None ? this : this with
    {
        Box = turn.Of(Box, width, height),
        Landmarks = turn.Of(Landmarks, width, height),
        KeyPoints = KeyPoints is null ? null : [.. KeyPoints.Select(p => turn.Of(p, width, height))],
        Quality = Quality with { Roll = turn.Of(Quality.Roll) },
    };
}
