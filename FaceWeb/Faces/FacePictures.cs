using System.Collections.Concurrent;
using System.Globalization;

namespace FaceWeb.Faces;

/// <summary>
/// The addresses of faces' crops. Browsers keep a picture under its address for a while, so a face whose box was moved, or whose photo was
/// analysed again, gets another address at once, on every page; and so does every face when the server starts.
/// </summary>
public sealed class FacePictures(TimeProvider clock)
{
    private readonly string start = Stamp(clock.GetUtcNow());
    private readonly ConcurrentDictionary<long, string> renewed = new();

    /// <summary>The address of a face's crop as it is now.</summary>
    public string Crop(long faceId) => Address(faceId, "crop");

    /// <summary>The address of a face's straightened chip as it is now.</summary>
    public string Chip(long faceId) => Address(faceId, "chip");

    /// <summary>The address of a face's drawn gradients as they are now.</summary>
    public string Gradients(long faceId) => Address(faceId, "gradients");

    /// <summary>The address of the drawn window in which the classic detector found a face.</summary>
    public string HogWindow(long faceId) => Address(faceId, "hog-window");

    /// <summary>The address of the drawn template that fits there.</summary>
    public string HogTemplate(long faceId) => Address(faceId, "hog-template");

    /// <summary>What the addresses of these faces' pictures carry, for scripts that make addresses themselves.</summary>
    public PictureStamps StampsOf(IEnumerable<long> faceIds) =>
        new(start, faceIds.Where(renewed.ContainsKey).ToDictionary(id => id, id => renewed.GetValueOrDefault(id, start)));

    private string Address(long faceId, string picture) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/v1/faces/{faceId}/{picture}?v={renewed.GetValueOrDefault(faceId, start)}");

    /// <summary>
    /// The pictures of these faces have changed: call it before the change is announced, so that pages read anew with the new address.
    /// </summary>
    internal void Renew(IEnumerable<long> faceIds)
    {
        var now = Stamp(clock.GetUtcNow());
        foreach (var face in faceIds)
            renewed[face] = now;
    }

    private static string Stamp(DateTimeOffset time) => time.UtcTicks.ToString("x", CultureInfo.InvariantCulture);
}
