namespace FaceWeb.Pipeline.Clustering;

/// <summary>A group while faces come and go.</summary>
internal sealed class GroupState(long id, int row)
{
    /// <summary>Its lasting number.</summary>
    public long Id { get; } = id;

    /// <summary>Its row among the sums, which changes when other groups go.</summary>
    public int Row { get; set; } = row;

    /// <summary>Its faces.</summary>
    public List<GroupedFace> Faces { get; } = [];

    /// <summary>Their photos.</summary>
    public HashSet<long> Photos { get; } = [];
}
