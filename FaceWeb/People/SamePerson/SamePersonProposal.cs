using FaceWeb.Faces.Naming;
using FaceWeb.Groups;

namespace FaceWeb.People.SamePerson;

/// <summary>Two who may be one person: two people, or a person and a group of unknown faces.</summary>
/// <param name="Person">The one with more faces, or the person beside a group.</param>
/// <param name="Other">The other person; null beside a group.</param>
/// <param name="Group">The group; null for two people.</param>
/// <param name="Cosine">The mean cosine of a face of the one and a face of the other, -1 to 1.</param>
/// <param name="PersonFaceIds">The best pictures of the person, at most eight.</param>
/// <param name="OtherFaceIds">The best pictures of the other person or the group, at most eight.</param>
public sealed record SamePersonProposal(
    PersonSummary Person, PersonSummary? Other, FaceGroupView? Group, double Cosine, IReadOnlyList<long> PersonFaceIds,
        IReadOnlyList<long> OtherFaceIds);
