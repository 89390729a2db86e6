using FaceWeb.Pipeline.Imaging;
using FaceWeb.Pipeline.Video;

namespace FaceWeb.Albums.Uploading;

/// <summary>What is known of a received file before it is analysed.</summary>
/// <param name="MimeType">Its media type.</param>
/// <param name="Width">Width in pixels, upright.</param>
/// <param name="Height">Height in pixels, upright.</param>
/// <param name="TakenAt">When the file, or else its name, says that it was taken; null when neither does.</param>
/// <param name="Duration">Of a video, in milliseconds; 0 where its container does not say. Null for a picture.</param>
/// <param name="First">A video's first picture.</param>
/// <param name="Origin">Where a video was taken.</param>
internal sealed record IdentifiedFile(
    string MimeType, int Width, int Height, TakenTime? TakenAt, long? Duration = null, PhotoPixels? First = null, VideoOrigin? Origin = null);
