namespace FaceWeb.Store;

/// <summary>The sizes in which a photo can be had.</summary>
public enum PictureSize
{
    /// <summary>JPEG, upright, longer side at most 320 pixels.</summary>
    Thumb,

    /// <summary>JPEG, upright, longer side at most 1,600 pixels.</summary>
    Preview,

    /// <summary>The uploaded file, byte for byte.</summary>
    Original,
}
