using FaceWeb.Pipeline.Imaging;

namespace FaceWeb.Pipeline.Detection;

/// <summary>Finds what may be faces on a photo.</summary>
internal interface IFaceDetector
{
    /// <summary>What may be a face, strongest first, in pixels of the upright original, clipped to the photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="whole">The smallest score of what is seen when the photo is looked at whole.</param>
    /// <param name="tile">The smallest score of what is seen in a tile only.</param>
    /// <param name="cancel">Stops between two steps.</param>
    List<Candidate> Detect(PhotoPixels photo, float whole, float tile, CancellationToken cancel);

    /// <summary>
    /// Looks at boxes again, each in the middle of the input and with its longer side <paramref name="share"/> of the input's height: the score of
    /// what is seen there now, 0 for nothing. A face is a face at every size; what only resembles one seldom does so twice.
    /// </summary>
    /// <param name="photo">The photo.</param>
    /// <param name="boxes">In pixels of the upright original.</param>
    /// <param name="share">Of the input's height.</param>
    /// <param name="turn">How the photo is turned before it is looked at.</param>
    float[] LookAgain(PhotoPixels photo, IReadOnlyList<FaceBox> boxes, double share, PhotoTurn turn = default);

    /// <summary>What may be faces on the photo, looked at whole only, once it is turned; boxes are those of the turned photo.</summary>
    List<Candidate> LookWhole(PhotoPixels photo, PhotoTurn turn);
}
