namespace FaceWeb.Faces;

/// <summary>From when to when a video shows a face, in milliseconds from its start.</summary>
/// <param name="Start">When it is first seen.</param>
/// <param name="End">When it is last seen.</param>
/// <param name="BestAt">When its best sight is shown: the one that lists picture.</param>
public sealed record SeenSpan(long Start, long End, long BestAt);
