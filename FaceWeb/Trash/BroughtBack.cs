namespace FaceWeb.Trash;

/// <summary>What came back out of the trash.</summary>
/// <param name="Albums">The albums.</param>
/// <param name="Photos">The photos.</param>
/// <param name="Queued">Those of the photos that wait for their analysis.</param>
/// <param name="Faces">The faces, with the photos they are on.</param>
internal sealed record BroughtBack(
    IReadOnlyList<long> Albums, IReadOnlyList<long> Photos, IReadOnlyList<long> Queued, IReadOnlyList<(long FaceId, long PhotoId)> Faces);
