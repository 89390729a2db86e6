namespace FaceWeb.Pipeline.Clustering;

/// <summary>Which faces people have told apart: each separation sorts faces into parts, and faces of different parts are different people.</summary>
internal sealed class Separations
{
    private readonly Dictionary<long, IReadOnlyCollection<(long FaceId, int Part)>> _byId = [];
    private readonly Dictionary<long, List<(long Separation, int Part)>> _byFace = [];

    /// <summary>Adds one.</summary>
    public void Add(long separation, IReadOnlyCollection<(long FaceId, int Part)> faces)
    {
        _byId.Add(separation, faces);
        foreach (var (faceId, part) in faces)
        {
            if (!_byFace.TryGetValue(faceId, out var parts))
                _byFace[faceId] = parts = [];
            parts.Add((separation, part));
        }
    }

    /// <summary>Removes one; nothing where it is not there.</summary>
    public void Remove(long separation)
    {
        if (!_byId.Remove(separation, out var faces))
            return;
        foreach (var (faceId, _) in faces)
        {
            _byFace[faceId].RemoveAll(mark => mark.Separation == separation);
            if (_byFace[faceId].Count == 0)
                _byFace.Remove(faceId);
        }
    }

    /// <summary>The faces of a separation; none for an unknown one.</summary>
    public IReadOnlyCollection<(long FaceId, int Part)> FacesOf(long separation) => _byId.GetValueOrDefault(separation) ?? [];

    /// <summary>In which part of which separations a face is.</summary>
    public IReadOnlyList<(long Separation, int Part)> PartsOf(long faceId) => _byFace.TryGetValue(faceId, out var parts) ? parts : [];
}
