namespace FaceWeb.Pipeline.Clustering;

/// <content>Faces that a person has told apart.</content>
public sealed partial class FaceGroups
{
    /// <summary>
    /// Tells faces apart: faces of different parts never share a group, whatever comes later; they need not be here yet. Where they
    /// share one now, the part of the lowest number stays and the others look for another group.
    /// </summary>
    /// <param name="separation">The separation's number; one that is known already is replaced.</param>
    /// <param name="faces">The faces and the number of the part that each is in.</param>
    public void Separate(long separation, IReadOnlyCollection<(long FaceId, int Part)> faces)
    {
        Reunite(separation);
        var here = faces.Where(face => this.faces.ContainsKey(face.FaceId)).ToList();
        foreach (var group in here.GroupBy(face => this.faces[face.FaceId].Group).ToList())
        {
            var parts = group.GroupBy(face => face.Part).OrderBy(part => part.Key).Skip(1);
            foreach (var (faceId, _) in parts.SelectMany(part => part))
                Leave(this.faces[faceId]);
        }
        separations.Add(separation, faces);
        foreach (var (faceId, part) in here)
        {
            var face = this.faces[faceId];
            if (face.Group is { } group)
                group.Mark(separation, part);
        }
        // Only now: a face that finds its place must know all parts.
        foreach (var face in here.Select(face => this.faces[face.FaceId]).Where(face => face.Group is null).ToList())
            Place(face, face.Embedding());
    }

    /// <summary>Forgets a separation. Faces stay where they are until they are added anew.</summary>
    /// <returns>The faces that it told apart and the part that each was in; none where there was no separation of that number.</returns>
    public IReadOnlyCollection<(long FaceId, int Part)> Reunite(long separation)
    {
        var faces = separations.FacesOf(separation);
        foreach (var (faceId, _) in faces)
        {
            if (this.faces.TryGetValue(faceId, out var face))
                face.Group.Unmark(separation);
        }
        separations.Remove(separation);
        return faces;
    }
}
