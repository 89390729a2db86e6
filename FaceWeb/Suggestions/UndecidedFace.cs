namespace FaceWeb.Suggestions;

/// <summary>An undecided face as suggesting reads it.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="PhotoId">Its photo, or its video.</param>
/// <param name="Embedding">Its embedding, of unit length.</param>
/// <param name="Seen">When a video shows it; null on a photo.</param>
public sealed record UndecidedFace(long FaceId, long PhotoId, float[] Embedding, SeenTime? Seen = null)
{
    /// <summary>
    /// What nobody is on twice: the photo. A track of a video is alone, because the same person may be seen again later; tracks that are seen at
    /// once are told apart where names are suggested.
    /// </summary>
    public long Scene => Seen is null ? PhotoId : -FaceId;
}
