namespace FaceWeb.Pipeline.Detection.Hog;

/// <summary>A window that a template was laid on.</summary>
/// <param name="Window">The window, in pixels of the upright original.</param>
/// <param name="Margin">How far on the faces' side of the hyperplane it lies.</param>
/// <param name="Template">Which template fits best.</param>
/// <param name="Values">The window's numbers, where they were asked for.</param>
internal readonly record struct HogWindow(FaceBox Window, float Margin, int Template, float[]? Values = null);
