namespace FaceWeb.History.Decisions;

/// <summary>What somebody says of one face.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="Decision"><c>confirmed</c> (with a person), <c>rejected</c> (with <paramref name="PersonId"/>), <c>ignored</c>, <c>notAFace</c> or <c>undecided</c>.</param>
/// <param name="PersonId">The person confirmed or rejected.</param>
/// <param name="PersonName">Instead of <paramref name="PersonId"/> when confirming: the one person of that name, or a new one.</param>
/// <param name="Version">The face's version that was looked at; when it is given and the face has been decided since, nothing is done (409).</param>
public sealed record FaceDecisionRequest(
    long FaceId, string Decision, long? PersonId = null, string? PersonName = null, int? Version = null);
