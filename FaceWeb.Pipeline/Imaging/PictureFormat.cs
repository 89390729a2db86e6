namespace FaceWeb.Pipeline.Imaging;

/// <summary>The formats told apart by their first bytes.</summary>
internal enum PictureFormat
{
    Jpeg,
    Png,
    Gif,
    Bmp,
    WebP,
    Tiff,
    Heic,
    Avif,
    Jxl,
    Raw,
}
