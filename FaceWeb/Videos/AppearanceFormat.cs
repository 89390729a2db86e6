namespace FaceWeb.Videos;

/// <summary>The forms in which a video's appearances can be taken along.</summary>
public enum AppearanceFormat
{
    /// <summary>A list of objects.</summary>
    Json,

    /// <summary>A table with a head line.</summary>
    Csv,

    /// <summary>WebVTT chapters, each named by the people who are seen.</summary>
    Vtt,
}
