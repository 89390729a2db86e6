namespace FaceWeb.Videos.Films;

/// <summary>The films that are made of a video.</summary>
public enum FilmKind
{
    /// <summary>A small one that every browser plays: H.264 and AAC in MP4, at most 854 pixels wide.</summary>
    Preview,

    /// <summary>The whole picture with boxes and names burnt in: H.264 and AAC in MP4.</summary>
    Named,
}
