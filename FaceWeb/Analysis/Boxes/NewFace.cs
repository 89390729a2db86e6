using FaceWeb.Faces;

namespace FaceWeb.Analysis.Boxes;

/// <summary>A face to add by hand.</summary>
/// <param name="Box">Its box, pixels of the upright original.</param>
public sealed record NewFace(BoxView? Box);
