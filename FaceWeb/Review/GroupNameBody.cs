namespace FaceWeb.Review;

/// <summary>Who all faces of a group are.</summary>
/// <param name="PersonName">The name of the one person who has it, or of a new one.</param>
public sealed record GroupNameBody(string? PersonName);
