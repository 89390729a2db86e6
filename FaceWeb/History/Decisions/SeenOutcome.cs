namespace FaceWeb.History.Decisions;

/// <summary>What came of deciding faces of which some may have been decided by somebody else since they were looked at.</summary>
/// <param name="ActionId">The action in the history that an undo takes back; null when nothing was written.</param>
/// <param name="Faces">The faces that changed, in the order in which they were named.</param>
/// <param name="Refused">The faces that were left as they are, each with the reason.</param>
public sealed record SeenOutcome(long? ActionId, IReadOnlyList<DecidedFace> Faces, IReadOnlyList<RefusedFace> Refused);
