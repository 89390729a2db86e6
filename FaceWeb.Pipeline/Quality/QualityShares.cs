namespace FaceWeb.Pipeline.Quality;

/// <summary>What each measurement leaves of a face's quality, each 0 (nothing) to 1 (all).</summary>
/// <param name="Size">The distance between the eyes over <see cref="GoodEyeDistance"/>.</param>
/// <param name="Sharpness">0.3 + 0.7 x sharpness over <see cref="GoodSharpness"/>.</param>
/// <param name="Yaw">The cosine of how far the head is turned sideways.</param>
/// <param name="Pitch">The cosine of how far it is raised or lowered.</param>
/// <param name="DetectorScore">The detector's score.</param>
public sealed record QualityShares(double Size, double Sharpness, double Yaw, double Pitch, double DetectorScore)
{
    /// <summary>Pixels between the eyes from which more add nothing: a chip is 112 pixels wide with 35 between the eyes.</summary>
    public const double GoodEyeDistance = 35;

    /// <summary>Variance of the Laplacian from which a face counts as sharp.</summary>
    public const double GoodSharpness = 300;

    /// <summary>The product of all.</summary>
    public double Overall => Size * Sharpness * DetectorScore * Yaw * Pitch;

    /// <summary>Turns measurements into shares.</summary>
    /// <param name="size">Pixels of the original between the eyes' centres.</param>
    /// <param name="sharpness">Variance of the Laplacian over the aligned gray chip.</param>
    /// <param name="yaw">Degrees sideways.</param>
    /// <param name="pitch">Degrees up or down.</param>
    /// <param name="detectorScore">How sure the detector is, 0..1.</param>
    public static QualityShares Of(double size, double sharpness, double yaw, double pitch, double detectorScore) => new(
        Math.Clamp(size / GoodEyeDistance, 0, 1),
        Math.Clamp(0.3 + (0.7 * sharpness / GoodSharpness), 0, 1),
        Frontal(yaw),
        Frontal(pitch),
        Math.Clamp(detectorScore, 0, 1));

    private static double Frontal(double degrees) => Math.Max(0, Math.Cos(Math.Clamp(degrees, -90, 90) * Math.PI / 180));
}
