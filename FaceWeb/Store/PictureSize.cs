namespace FaceWeb.Store;

/// <summary>The sizes in which a photo can be had.</summary>
public enum PictureSize
{
    /// <summary>JPEG, upright and turned as the photo is shown, longer side at most 320 pixels.</summary>
    Thumb,

    /// <summary>JPEG, upright and turned as the photo is shown, longer side at most 1,600 pixels.</summary>
    Preview,

    /// <summary>The uploaded file, byte for byte: never turned.</summary>
    Original,
}
