namespace FaceWeb.Explanation;

/// <summary>The photo that an explained face is on.</summary>
/// <param name="Id">The photo's key.</param>
/// <param name="FileName">Its name.</param>
/// <param name="Width">Pixels of the upright original.</param>
/// <param name="Height">Pixels of the upright original.</param>
/// <param name="Version">Names its content in image addresses.</param>
/// <param name="Duration">Of a video, in milliseconds; null for a picture.</param>
public sealed record ExplainedPhoto(long Id, string FileName, int Width, int Height, string Version, long? Duration);
