namespace FaceWeb.History.Decisions;

/// <summary>What somebody says of the face that the address names: <see cref="FaceDecisionRequest"/> without the face.</summary>
/// <param name="Decision"><c>confirmed</c>, <c>rejected</c>, <c>ignored</c>, <c>notAFace</c> or <c>undecided</c>.</param>
/// <param name="PersonId">The person confirmed or rejected.</param>
/// <param name="PersonName">Instead of <paramref name="PersonId"/> when confirming: the one person of that name, or a new one.</param>
/// <param name="Version">The face's version that was looked at.</param>
public sealed record DecisionBody(string Decision, long? PersonId = null, string? PersonName = null, int? Version = null);
