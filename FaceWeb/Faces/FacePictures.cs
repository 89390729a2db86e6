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
    public string Crop(long faceId) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/faces/{faceId}/crop?v={renewed.GetValueOrDefault(faceId, start)}");

    /// <summary>The pictures of these faces have changed: call it before the change is announced, so that pages read anew with the new address.</summary>
    internal void Renew(IEnumerable<long> faceIds)
    {
        var now = Stamp(clock.GetUtcNow());
        foreach (var face in faceIds)
            renewed[face] = now;
    }

    private static string Stamp(DateTimeOffset time) => time.UtcTicks.ToString("x", CultureInfo.InvariantCulture);
}
