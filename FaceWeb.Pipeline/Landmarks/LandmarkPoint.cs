namespace FaceWeb.Pipeline.Landmarks;

/// <summary>A point in pixels of the upright original.</summary>
public readonly record struct LandmarkPoint(double X, double Y);
