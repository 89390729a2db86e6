namespace FaceWeb.Training.Report;

/// <summary>What somebody says of a confirmed face after another look.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="Version">The version that was looked at.</param>
/// <param name="IsRight">It is who it was confirmed as.</param>
/// <param name="PersonId">Who it is instead; null with <paramref name="IsRight"/> false: undecided.</param>
public sealed record SecondLook(long FaceId, int Version, bool IsRight, long? PersonId);
