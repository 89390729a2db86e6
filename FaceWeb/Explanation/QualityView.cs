namespace FaceWeb.Explanation;

/// <summary>
/// How well a face can be measured: what was found, and what share of the quality each leaves (0 to 1; their product is the quality).
/// </summary>
/// <param name="Overall">The product of the shares, 0 to 1.</param>
/// <param name="EyeDistance">Pixels of the original between the eyes.</param>
/// <param name="EyeDistanceShare">Its share.</param>
/// <param name="Sharpness">Variance of the Laplacian over the aligned face; below about 50 is blurred.</param>
/// <param name="SharpnessShare">Its share.</param>
/// <param name="Yaw">Degrees turned sideways.</param>
/// <param name="YawShare">Its share.</param>
/// <param name="Pitch">Degrees raised or lowered.</param>
/// <param name="PitchShare">Its share.</param>
/// <param name="Roll">Degrees tilted; straightening takes it out, so it costs nothing.</param>
/// <param name="DetectorScore">The detector's score, which is its own share.</param>
public sealed record QualityView(
    double Overall,
    double EyeDistance,
    double EyeDistanceShare,
    double Sharpness,
    double SharpnessShare,
    double Yaw,
    double YawShare,
    double Pitch,
    double PitchShare,
    double Roll,
    double DetectorScore);
