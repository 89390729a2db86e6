using FaceWeb.Faces;

namespace FaceWeb.People;

/// <summary>A face that is confirmed as a person.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="PhotoId">Its photo.</param>
/// <param name="TakenAt">When the photo was taken, by the clock at that place, without a zone; null when nothing says it.</param>
/// <param name="Age">The person's age then in words, for example <c>3 years</c>; null when it cannot be told.</param>
/// <param name="Fit">
/// The cosine to the mean of the person's other faces, -1 to 1; null where it was not asked for or the face is not measured.
/// </param>
/// <param name="Version">The face's version, to be sent back with a decision.</param>
/// <param name="Seen">From when to when a video shows it; null on a photo.</param>
public sealed record PersonFaceView(
    long FaceId, long PhotoId, DateTime? TakenAt, string? Age, double? Fit, int Version, SeenSpan? Seen = null);
