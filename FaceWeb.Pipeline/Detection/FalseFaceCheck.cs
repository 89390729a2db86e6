using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.ModelPacks;

namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// Throws out boxes that only looked like a face once. Many tiles give many chances for a sleeve or a fist to resemble a face;
/// seen again at three other sizes it does not, while of 220 real faces looked at (crowds and portraits) each did.
/// </summary>
internal sealed class FalseFaceCheck(ModelPack pack, IFaceDetector detector)
{
    // Beyond this score the detector is believed at once: of the photos looked at nothing above 0.99 was false.
    private const float Believed = 0.998f;

    // Of the input's height: for an input of 320x240 a face 40, 64 and 100 pixels tall.
    private static readonly double[] Shares = [0.167, 0.267, 0.417];

    /// <summary>Whether the box was seen in the whole photo, or the detector sees it as a face again at every size.</summary>
    public bool LooksLikeFace(PhotoPixels photo, Candidate candidate) =>
        candidate.SeenWhole || candidate.Score >= Believed
            || Shares.All(share => detector.LookAgain(photo, [candidate.Box], share)[0] >= pack.Detect.ConfirmScoreThreshold);

    /// <summary>Whether the recognition model reacts to it as it does to faces.</summary>
    public bool MeasuresLikeFace(MeasuredFace face) =>
        face.DetectorScore >= Believed || face.RawLength >= pack.Embed.SmallestRawLength;

    /// <summary>
    /// Drops the "faces" that are parts of another one, such as a mouth and a beard taken for a small face below: nobody's eyes lie
    /// inside the outline of somebody else's larger, surer face. (A face in front of another is larger, so it is not dropped.)
    /// </summary>
    public static IReadOnlyList<MeasuredFace> WithoutPartsOfFaces(IReadOnlyList<MeasuredFace> faces) =>
        [.. faces.Where(face => !faces.Any(other => IsPartOf(face, other)))];

    private static bool IsPartOf(MeasuredFace face, MeasuredFace other)
    {
        if (face.Box.Area >= 0.7 * other.Box.Area || face.DetectorScore > other.DetectorScore || face.Box.Intersection(other.Box) <= 0)
            return false;
        var eyes = face.Landmarks.FivePoints();
        return other.Landmarks.Outlines(eyes[0]) && other.Landmarks.Outlines(eyes[1]);
    }
}
