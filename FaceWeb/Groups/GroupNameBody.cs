namespace FaceWeb.Groups;

/// <summary>Who the faces of a group are.</summary>
/// <param name="PersonName">The name of the one person who has it, or of a new one.</param>
/// <param name="PersonId">Instead of <paramref name="PersonName"/>: the person.</param>
/// <param name="FaceIds">Only these faces of the group; null for all.</param>
public sealed record GroupNameBody(string? PersonName, long? PersonId = null, IReadOnlyList<long>? FaceIds = null);
