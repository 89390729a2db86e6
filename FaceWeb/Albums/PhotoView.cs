using System.Text.Json.Serialization;
using FaceWeb.Data;
using FaceWeb.Faces;

namespace FaceWeb.Albums;

/// <summary>A photo with its faces.</summary>
/// <param name="Id">The photo's key.</param>
/// <param name="AlbumId">The album it belongs to.</param>
/// <param name="FileName">The name it was uploaded under.</param>
/// <param name="Width">Pixels of the upright original, turned as it is shown.</param>
/// <param name="Height">Pixels of the upright original, turned as it is shown.</param>
/// <param name="TakenAt">When it was taken, universal time; by the camera's clock where its zone is not known; null when nothing says it.</param>
/// <param name="TakenOffset">By how many minutes the clock at that place was ahead of universal time; null when that is not known.</param>
/// <param name="State">Where it is on its way through the analysis.</param>
/// <param name="Error">Why the analysis failed; null when it did not.</param>
/// <param name="Faces">Its faces.</param>
/// <param name="Version">Names the content, see <see cref="PhotoSummary.Version"/>.</param>
/// <param name="Turn">
/// By how many degrees clockwise the picture, upright by what its file says, was turned: 0, 90, 180 or 270. Width, height and boxes are those of
/// the turned picture.
/// </param>
/// <param name="TurnedByHand">Whether a person chose that; otherwise the analysis noticed that the photo lies on its side.</param>
/// <param name="Duration">Of a video, in milliseconds; 0 while it is not known, null for a picture. Its faces are tracks then.</param>
/// <param name="Damage">That a part of the picture is damaged, as a sentence; null when it is not, and before the analysis.</param>
/// <param name="PreviousId">The photo before it in its album; null for the first, and in lists.</param>
/// <param name="NextId">The photo after it in its album; null for the last, and in lists.</param>
public sealed record PhotoView(
    long Id,
    long AlbumId,
    string FileName,
    int Width,
    int Height,
    DateTime? TakenAt,
    int? TakenOffset,
    PhotoState State,
    string? Error,
    IReadOnlyList<FaceView> Faces,
    string Version,
    int Turn,
    bool TurnedByHand,
    long? Duration = null,
    string? Damage = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PreviousId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? NextId = null)
{
    /// <summary>When it was taken by the clock at that place.</summary>
    [JsonIgnore]
    public DateTime? TakenThere => TakenAt?.AddMinutes(TakenOffset ?? 0);
}
