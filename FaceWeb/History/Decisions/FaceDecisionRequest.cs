namespace FaceWeb.History.Decisions;

/// <summary>What somebody says of one face, as the HTTP API takes it.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="Decision">
/// <c>confirmed</c> (with a person), <c>rejected</c> (with <paramref name="PersonId"/>), <c>ignored</c>, <c>notAFace</c> or
/// <c>undecided</c>.
/// </param>
/// <param name="PersonId">The person confirmed or rejected.</param>
/// <param name="PersonName">Instead of <paramref name="PersonId"/> when confirming: the one person of that name, or a new one.</param>
/// <param name="Version">The face's version that was looked at; when it is given and the face has been decided since, nothing is done (409).</param>
public sealed record FaceDecisionRequest(
    long FaceId, string Decision, long? PersonId = null, string? PersonName = null, int? Version = null)
{
    /// <summary>The same of something that the program says itself.</summary>
    /// <param name="faceId">The face.</param>
    /// <param name="saying">What is said.</param>
    /// <param name="version">The face's version that was looked at.</param>
    public static FaceDecisionRequest Of(long faceId, Saying saying, int? version = null)
    {
        ArgumentNullException.ThrowIfNull(saying);
        return new(faceId, saying.Word, saying.PersonId, saying.PersonName, version);
    }

    /// <summary>What is said.</summary>
    /// <exception cref="Api.RefusedException">See <see cref="Saying.Read"/>.</exception>
    internal Saying Read() => Saying.Read(Decision, PersonId, PersonName);
}
