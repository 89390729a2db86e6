namespace FaceWeb.Pipeline.Clustering;

/// <summary>Undecided faces that look like one person.</summary>
/// <param name="Id">The group's number: it stays while faces come and go, and is never used again once the group is empty or merged.</param>
/// <param name="FaceIds">Its faces, in the order in which they joined.</param>
/// <param name="MeanCosine">Mean cosine of two of its faces, -1 to 1; 1 for a single face.</param>
public sealed record FaceGroup(long Id, IReadOnlyList<long> FaceIds, double MeanCosine)
{
    /// <summary>Number of faces.</summary>
    public int Size => FaceIds.Count;
}
