namespace FaceWeb.Bench;

/// <summary>One photo of a set, measured.</summary>
/// <param name="Path">Relative to the set's folder, with forward slashes.</param>
/// <param name="Width">Upright width in pixels.</param>
/// <param name="Height">Upright height in pixels.</param>
/// <param name="Faces">Its faces, surest first.</param>
public sealed record MeasuredPhoto(string Path, int Width, int Height, IReadOnlyList<CachedFace> Faces)
{
    /// <summary>The face whose centre is nearest to the photo's, or null when none was found: public sets put their person there.</summary>
    public CachedFace? CentralFace => Faces.MinBy(f => Math.Pow(f.Box.CenterX - Width / 2.0, 2) + Math.Pow(f.Box.CenterY - Height / 2.0, 2));
}
