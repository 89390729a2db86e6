using FaceWeb.Faces;

namespace FaceWeb.Analysis.Boxes;

/// <summary>A face to add by hand.</summary>
/// <param name="Box">Its box, pixels of the upright original.</param>
/// <param name="Turn">
/// The photo's turn that was looked at; when it is given and the photo was turned since, nothing is done (409).
/// </param>
public sealed record NewFace(BoxView? Box, int? Turn = null);
