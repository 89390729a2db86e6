namespace FaceWeb.Pipeline.Clustering;

/// <summary>Which faces people have told apart: each separation sorts faces into parts, and faces of different parts are different people.</summary>
internal sealed class Separations
{
    private readonly Dictionary<long, IReadOnlyCollection<(long FaceId, int Part)>> byId = [];
    private readonly Dictionary<long, List<(long Separation, int Part)>> byFace = [];

    /// <summary>Adds one.</summary>
    public void Add(long separation, IReadOnlyCollection<(long FaceId, int Part)> faces)
    {
        byId.Add(separation, faces);
        foreach (var (faceId, part) in faces)
        {
            if (!byFace.TryGetValue(faceId, out var parts))
                byFace[faceId] = parts = [];
            parts.Add((separation, part));
        }
    }

    /// <summary>Removes one; nothing where it is not there.</summary>
    public void Remove(long separation)
    {
        if (!byId.Remove(separation, out var faces))
            return;
        foreach (var (faceId, _) in faces)
        {
            byFace[faceId].RemoveAll(mark => mark.Separation == separation);
            if (byFace[faceId].Count == 0)
                byFace.Remove(faceId);
        }
    }

    /// <summary>The faces of a separation; none for an unknown one.</summary>
    public IReadOnlyCollection<(long FaceId, int Part)> FacesOf(long separation) => byId.GetValueOrDefault(separation) ?? [];

    /// <summary>In which part of which separations a face is.</summary>
    public IReadOnlyList<(long Separation, int Part)> PartsOf(long faceId) => byFace.TryGetValue(faceId, out var parts) ? parts : [];
}
