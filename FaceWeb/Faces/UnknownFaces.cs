using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.Faces;

/// <summary>Asks for the faces that groups of unknown faces are made of.</summary>
public static class UnknownFaces
{
    /// <summary>Those that are undecided, have no name suggested and are in a group of similar faces (<see cref="Face.GroupId"/>).</summary>
    public static IQueryable<Face> GroupedUnknown(this IQueryable<Face> faces) =>
        faces.Where(f => f.Decision == FaceDecision.Undecided && f.BestPersonId == null && f.GroupId != null);
}
