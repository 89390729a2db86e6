namespace FaceWeb.Pipeline;

/// <summary>Everything measured on one photo.</summary>
/// <param name="Width">Width of the upright original in pixels.</param>
/// <param name="Height">Height of the upright original in pixels.</param>
/// <param name="Faces">The faces, surest detection first.</param>
public sealed record PhotoMeasurement(int Width, int Height, IReadOnlyList<MeasuredFace> Faces)
{
    /// <summary>
    /// How the photo was turned before it was measured, because it lies on its side or head (see <see cref="FacePipeline.MeasureUpright"/>).
    /// Width, height, boxes and landmarks are those of <see cref="Imaging.PhotoPixels.Turned(PhotoTurn)"/> by this turn.
    /// </summary>
    public PhotoTurn Turn { get; init; }
}
