namespace FaceWeb.Review;

/// <summary>A redo.</summary>
/// <param name="ActionId">The undone action to be done again; null for the one that the user undid last, whichever it is.</param>
public sealed record ReviewRedoBody(long? ActionId = null);
