namespace FaceWeb.Groups;

/// <summary>Some faces of a group.</summary>
/// <param name="FaceIds">The faces; null for all of the group, where the call allows that.</param>
public sealed record GroupFacesBody(IReadOnlyList<long>? FaceIds);
