namespace FaceWeb.Pipeline;

/// <summary>Everything measured on one photo.</summary>
/// <param name="Width">Width of the upright original in pixels.</param>
/// <param name="Height">Height of the upright original in pixels.</param>
/// <param name="Faces">The faces, surest detection first.</param>
public sealed record PhotoMeasurement(int Width, int Height, IReadOnlyList<MeasuredFace> Faces);
