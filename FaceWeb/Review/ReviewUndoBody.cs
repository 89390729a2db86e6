namespace FaceWeb.Review;

/// <summary>An undo.</summary>
/// <param name="ActionId">The action to be taken back; null for the user's last one, whichever it is.</param>
public sealed record ReviewUndoBody(long? ActionId = null);
