namespace FaceWeb.Pipeline.Clustering;

/// <summary>A group while faces come and go.</summary>
internal sealed class GroupState(long id, int row)
{
    // Of each separation the one part that is here, and how many faces of it.
    private readonly Dictionary<long, (int Part, int Faces)> parts = [];

    /// <summary>Its lasting number.</summary>
    public long Id { get; } = id;

    /// <summary>Its row among the sums, which changes when other groups go.</summary>
    public int Row { get; set; } = row;

    /// <summary>Its faces.</summary>
    public List<GroupedFace> Faces { get; } = [];

    /// <summary>Where they are seen.</summary>
    public GroupScenes Scenes { get; } = new();

    /// <summary>Whether a face of that part of a separation may be here.</summary>
    public bool Admits(long separation, int part) => !parts.TryGetValue(separation, out var here) || here.Part == part;

    /// <summary>Counts a face of that part of a separation.</summary>
    public void Mark(long separation, int part) =>
        parts[separation] = (part, parts.TryGetValue(separation, out var here) ? here.Faces + 1 : 1);

    /// <summary>Takes one face of the separation out of the count.</summary>
    public void Unmark(long separation)
    {
        if (!parts.TryGetValue(separation, out var here))
            return;
        if (here.Faces == 1)
            parts.Remove(separation);
        else
            parts[separation] = here with { Faces = here.Faces - 1 };
    }
}
