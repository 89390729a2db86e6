namespace FaceWeb.Groups;

/// <summary>How a group is to be split.</summary>
/// <param name="Parts">The faces of each part that becomes a group of its own; faces that are not named stay.</param>
public sealed record GroupSplitBody(IReadOnlyList<IReadOnlyList<long>>? Parts);
