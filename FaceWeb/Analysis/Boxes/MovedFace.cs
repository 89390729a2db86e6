using FaceWeb.Faces;

namespace FaceWeb.Analysis.Boxes;

/// <summary>A new box for a face.</summary>
/// <param name="Box">The box, pixels of the upright original.</param>
/// <param name="Version">
/// The face's version that was looked at; when it is given and the face was decided or moved since, nothing is done (409).
/// </param>
/// <param name="Turn">
/// The photo's turn that was looked at; when it is given and the photo was turned since, nothing is done (409).
/// </param>
public sealed record MovedFace(BoxView? Box, int? Version = null, int? Turn = null);
