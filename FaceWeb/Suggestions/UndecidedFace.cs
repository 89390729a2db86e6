using FaceWeb.Pipeline.Clustering;

namespace FaceWeb.Suggestions;

/// <summary>An undecided face as suggesting reads it.</summary>
/// <param name="FaceId">The face.</param>
/// <param name="PhotoId">Its photo, or its video.</param>
/// <param name="Embedding">Its embedding, of unit length.</param>
/// <param name="Seen">When a video shows it; null on a photo.</param>
public sealed record UndecidedFace(long FaceId, long PhotoId, float[] Embedding, SeenTime? Seen = null)
{
    /// <summary>What nobody is on twice: the photo, or a moment of the video.</summary>
    public FaceScene Scene => Seen is { } seen ? new FaceScene(PhotoId, seen.Start, seen.End) : new FaceScene(PhotoId);
}
