namespace FaceWeb.History.Decisions;

/// <summary>What the user says of the face that is open; the parts of a <see cref="FaceDecisionRequest"/> that a button knows.</summary>
/// <param name="Decision">As in the request.</param>
/// <param name="PersonId">The person confirmed or rejected.</param>
/// <param name="PersonName">A new person's name.</param>
public sealed record FaceSaying(string Decision, long? PersonId = null, string? PersonName = null)
{
    /// <summary>It is this person.</summary>
    public static FaceSaying Confirm(long personId) => new("confirmed", personId);

    /// <summary>It is not this person, whatever the machine thinks.</summary>
    public static FaceSaying Reject(long personId) => new("rejected", personId);
}
