namespace FaceWeb.Faces;

/// <summary>A face's box in pixels of the upright original photo.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
public sealed record BoxView(double X, double Y, double Width, double Height);
