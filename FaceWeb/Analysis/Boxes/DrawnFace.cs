using FaceWeb.Analysis.Turning;
using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis.Boxes;

/// <summary>
/// A face drawn by hand that an undo took away, with its history, which goes with the row; kept with the undo, so that both can come back.
/// </summary>
/// <param name="FaceId">The key that the face had, and has again after a redo.</param>
/// <param name="PhotoId">The photo.</param>
/// <param name="Box">The box, pixels of the upright original.</param>
/// <param name="Version">The version that it had.</param>
/// <param name="Events">What had been done to it, in order.</param>
/// <param name="Turn">By how many degrees clockwise the photo was turned then.</param>
internal sealed record DrawnFace(long FaceId, long PhotoId, FaceBox Box, int Version, IReadOnlyList<FaceEvent> Events, int Turn = 0)
{
    /// <summary>Where the box lies on the photo as it is turned now.</summary>
    public FaceBox BoxOn(Photo photo) => KeptBox.On(Box, Turn, photo);

    /// <summary>The face as it is now.</summary>
    public static async Task<DrawnFace> ReadAsync(FaceWebDb db, long faceId)
    {
        var face = await db.Faces.AsNoTracking().Include(f => f.Photo).FirstAsync(f => f.Id == faceId);
        var events = await db.FaceEvents.AsNoTracking().Where(e => e.FaceId == faceId).OrderBy(e => e.Id).ToListAsync();
        return new DrawnFace(faceId, face.PhotoId, face.Box, face.Version, events, face.Photo!.Turn.Degrees);
    }
}
