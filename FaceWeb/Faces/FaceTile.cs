namespace FaceWeb.Faces;

/// <summary>A face in a list of which several can be selected.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="Label">What a screen reader says of it.</param>
/// <param name="Caption">A few words under the picture; null for none.</param>
/// <param name="Seen">When a video shows it; null on a photo.</param>
public sealed record FaceTile(long FaceId, string Label, string? Caption = null, SeenSpan? Seen = null);
