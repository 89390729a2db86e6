using System.Text.Json.Serialization;
using FaceWeb.Data;
using FaceWeb.Faces;

namespace FaceWeb.Albums;

/// <summary>A photo with its faces.</summary>
/// <param name="Id">The photo's key.</param>
/// <param name="AlbumId">The album it belongs to.</param>
/// <param name="FileName">The name it was uploaded under.</param>
/// <param name="Width">Pixels of the upright original.</param>
/// <param name="Height">Pixels of the upright original.</param>
/// <param name="TakenAt">When the camera says it was taken; null when it does not.</param>
/// <param name="State">Where it is on its way through the analysis.</param>
/// <param name="Error">Why the analysis failed; null when it did not.</param>
/// <param name="Faces">Its faces.</param>
/// <param name="Version">Names the content, see <see cref="PhotoSummary.Version"/>.</param>
/// <param name="PreviousId">The photo before it in its album; null for the first, and in lists.</param>
/// <param name="NextId">The photo after it in its album; null for the last, and in lists.</param>
public sealed record PhotoView(
    long Id,
    long AlbumId,
    string FileName,
    int Width,
    int Height,
    DateTime? TakenAt,
    PhotoState State,
    string? Error,
    IReadOnlyList<FaceView> Faces,
    string Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PreviousId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? NextId = null);
