using FaceWeb.Data;
using FaceWeb.Data.Decisions;

namespace FaceWeb.Groups.Steps;

/// <summary>Faces that were told apart; kept with the undo that let them look for a group anew, so that they can be told apart again.</summary>
/// <param name="Faces">Each face with its part.</param>
internal sealed record SeparatedFaces(IReadOnlyList<SeparatedFaces.Member> Faces)
{
    /// <summary>What the rows say.</summary>
    public static SeparatedFaces Of(IEnumerable<FaceSeparation> rows) => new([.. rows.Select(r => new Member(r.FaceId, r.Part))]);

    /// <summary>The same as rows of an action.</summary>
    public List<FaceSeparation> RowsOf(long actionId) =>
        [.. Faces.Select(f => new FaceSeparation { ActionId = actionId, FaceId = f.FaceId, Part = f.Part })];

    /// <summary>One face.</summary>
    /// <param name="FaceId">The face.</param>
    /// <param name="Part">As in <see cref="FaceSeparation.Part"/>.</param>
    internal sealed record Member(long FaceId, int Part);
}
