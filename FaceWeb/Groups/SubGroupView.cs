namespace FaceWeb.Groups;

/// <summary>Faces of a group that look more like each other than like the rest.</summary>
/// <param name="FaceIds">The faces.</param>
/// <param name="Size">How many there are.</param>
public sealed record SubGroupView(IReadOnlyList<long> FaceIds, int Size);
