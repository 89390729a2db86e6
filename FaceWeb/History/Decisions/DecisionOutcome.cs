using FaceWeb.Faces;

namespace FaceWeb.History.Decisions;

/// <summary>What came of deciding faces.</summary>
/// <param name="ActionId">
/// The action in the history that an undo takes back; null when every face already was as said and nothing was written.
/// </param>
/// <param name="Faces">The faces that changed, in the order in which they were named.</param>
/// <param name="NewPeople">The people made because a new name was given.</param>
public sealed record DecisionOutcome(long? ActionId, IReadOnlyList<DecidedFace> Faces, IReadOnlyList<PersonRef> NewPeople);
