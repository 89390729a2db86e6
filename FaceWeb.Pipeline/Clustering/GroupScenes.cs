namespace FaceWeb.Pipeline.Clustering;

/// <summary>Where the faces of a group are seen.</summary>
internal sealed class GroupScenes
{
    private readonly HashSet<long> photos = [];

    // Most groups have no video.
    private Dictionary<long, List<FaceScene>>? videos;

    /// <summary>Whether nobody of the group is seen there at that time.</summary>
    public bool Admits(FaceScene scene) => scene.IsPhoto
        ? !photos.Contains(scene.PhotoId)
        : videos is null || !videos.TryGetValue(scene.PhotoId, out var seen) || !seen.Exists(scene.Meets);

    /// <summary>Somebody of the group is seen there.</summary>
    public void Add(FaceScene scene)
    {
        if (scene.IsPhoto)
        {
            photos.Add(scene.PhotoId);
            return;
        }
        videos ??= [];
        if (!videos.TryGetValue(scene.PhotoId, out var seen))
            videos.Add(scene.PhotoId, seen = []);
        seen.Add(scene);
    }

    /// <summary>Who was seen there has left the group.</summary>
    public void Remove(FaceScene scene)
    {
        if (scene.IsPhoto)
            photos.Remove(scene.PhotoId);
        else if (videos?.GetValueOrDefault(scene.PhotoId)?.Remove(scene) is true && videos[scene.PhotoId].Count == 0)
            videos.Remove(scene.PhotoId);
    }
}
