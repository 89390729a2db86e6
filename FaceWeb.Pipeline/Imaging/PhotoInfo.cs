namespace FaceWeb.Pipeline.Imaging;

/// <summary>What a photo's header says.</summary>
/// <param name="Format">jpeg, png, gif, bmp, webp, tiff, heic, avif, jxl or raw.</param>
/// <param name="Width">Width in pixels once upright (EXIF orientation applied).</param>
/// <param name="Height">Height in pixels once upright.</param>
/// <param name="TakenAt">When the camera took it. Null without a date.</param>
/// <param name="MimeType">For example image/jpeg.</param>
public sealed record PhotoInfo(string Format, int Width, int Height, TakenTime? TakenAt, string MimeType);
