namespace FaceWeb.Faces;

/// <summary>What the addresses of faces' pictures carry as <c>v</c>, see <see cref="FacePictures"/>.</summary>
/// <param name="Start">That of all faces.</param>
/// <param name="Renewed">Those of faces whose pictures have changed since the server's start.</param>
public sealed record PictureStamps(string Start, IReadOnlyDictionary<long, string> Renewed);
