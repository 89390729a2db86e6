namespace FaceWeb.Training.Report;

/// <summary>A mark on a chart's axis.</summary>
/// <param name="At">Where along the axis, 0 to 1.</param>
/// <param name="Label">What is written there.</param>
public readonly record struct ChartTick(double At, string Label);
