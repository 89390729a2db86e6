namespace FaceWeb.Groups;

/// <summary>Undecided, unknown faces that look like one person.</summary>
/// <param name="Id">The group's key; it stays while faces come and go.</param>
/// <param name="FaceIds">Its faces, the best picture first.</param>
/// <param name="Size">How many there are.</param>
public sealed record FaceGroupView(long Id, IReadOnlyList<long> FaceIds, int Size);
