using System.Globalization;

namespace FaceWeb.Faces;

/// <summary>The address of the page that shows a face where it was found.</summary>
public static class FaceAddress
{
    /// <summary>Its photo with the face open; of a video, the moment of its best sight.</summary>
    /// <param name="faceId">The face.</param>
    /// <param name="photoId">The photo or video that it is on.</param>
    /// <param name="seen">When a video shows it; null on a photo.</param>
    public static string Of(long faceId, long photoId, SeenSpan? seen) => seen is null
        ? string.Create(CultureInfo.InvariantCulture, $"/photos/{photoId}?face={faceId}")
        : OfMoment(faceId, photoId, seen.BestAt);

    /// <summary>A moment of a video with the face that it shows then.</summary>
    /// <param name="faceId">The face.</param>
    /// <param name="videoId">The video.</param>
    /// <param name="at">Milliseconds from the video's start.</param>
    public static string OfMoment(long faceId, long videoId, long at) =>
        string.Create(CultureInfo.InvariantCulture, $"/videos/{videoId}?face={faceId}&at={at / 1000d:0.###}");

    /// <summary>The same of a face that is at hand.</summary>
    public static string Of(FaceView face)
    {
        ArgumentNullException.ThrowIfNull(face);
        return Of(face.Id, face.PhotoId, face.Seen);
    }
}
