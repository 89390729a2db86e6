namespace FaceWeb.History.Decisions;

/// <summary>Decisions on many faces.</summary>
/// <param name="Items">What is said of which face; each face once.</param>
public sealed record DecisionsBody(IReadOnlyList<FaceDecisionRequest> Items);
