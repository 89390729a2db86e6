namespace FaceWeb.Pipeline;

/// <summary>How well a face can be recognised.</summary>
/// <param name="Overall">One number, 0 (useless) to 1 (large, sharp, frontal, surely a face): the product of the shares that the others give.</param>
/// <param name="Sharpness">Variance of the Laplacian over the aligned gray chip (Pech-Pacheco et al. 2000); below about 50 is blurred.</param>
/// <param name="Yaw">Degrees the head is turned sideways, 0 = frontal.</param>
/// <param name="Pitch">Degrees the head is lowered or raised, 0 = frontal.</param>
/// <param name="Roll">Degrees the head is tilted in the picture's plane, from the line between the eyes.</param>
/// <param name="Size">Pixels of the original between the eyes' centres.</param>
/// <param name="DetectorScore">How sure the detector is, 0..1.</param>
public sealed record FaceQuality(double Overall, double Sharpness, double Yaw, double Pitch, double Roll, double Size, double DetectorScore);
