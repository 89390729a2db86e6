using FaceWeb.Accounts;
using FaceWeb.Albums;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Live;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Review;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace FaceWeb.Recognition;

/// <summary>Adds faces that the detector missed and a person drew.</summary>
public sealed class HandDrawnFaces(
    IDbContextFactory<FaceWebDb> databases,
    ModelHost models,
    PhotoStore store,
    IOptions<UploadOptions> upload,
    SuggestService suggest,
    FaceService faces,
    ChangeFeed changes,
    TimeProvider clock)
{
    /// <summary>The least side of a box, in pixels of the original.</summary>
    public const double LeastSide = 8;

    private const double SameFace = 0.6;

    /// <summary>Adds a face, measures it at once and asks for suggestions. It can be undone like a decision.</summary>
    /// <param name="photoId">The photo.</param>
    /// <param name="box">From brows to chin and ear to ear, in pixels of the upright original; what hangs over the photo's edge is cut off.</param>
    /// <param name="who">Who drew it.</param>
    /// <param name="cancel">Gives up before anything is written.</param>
    /// <exception cref="RefusedException">No such photo (404), a box that is too small or outside (400), a face there already (409), a file that cannot be read (422).</exception>
    public async Task<FaceView> AddAsync(long photoId, FaceBox box, Actor who, CancellationToken cancel = default)
    {
        Photo photo;
        await using (var db = await databases.CreateDbContextAsync(cancel))
            photo = await db.Photos.AsNoTracking().FirstOrDefaultAsync(p => p.Id == photoId, cancel) ?? throw RefusedException.NotFound($"photo {photoId}");
        var described = await Task.Run(() => Measure(photo, box, cancel), cancel);

        var face = new Face { PhotoId = photoId, ByHand = true, DetectorScore = 1 };
        (face.X, face.Y, face.Width, face.Height) = (described.Face.Box.X, described.Face.Box.Y, described.Face.Box.Width, described.Face.Box.Height);
        PhotoFaces.Apply(face, described);
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            if (!await db.Photos.AnyAsync(p => p.Id == photoId, cancel))
                throw RefusedException.NotFound($"photo {photoId}");
            var others = await db.Faces.AsNoTracking().Where(f => f.PhotoId == photoId && f.Decision != FaceDecision.NotAFace).ToListAsync(cancel);
            if (others.Exists(f => PhotoFaces.BoxOf(f).IntersectionOverUnion(described.Face.Box) >= SameFace))
                throw new RefusedException("There is a face with nearly this box already: name that one instead.", StatusCodes.Status409Conflict);
            db.Faces.Add(face);
            await db.SaveChangesAsync(cancel);
            var action = new ReviewAction
            {
                UserId = who.UserId,
                At = clock.GetUtcNow().UtcDateTime,
                Kind = ActionKind.AddFace,
                Source = who.Source,
                Description = "Drew a face",
            };
            action.Events.Add(new FaceEvent { FaceId = face.Id, BeforeDecision = FaceDecision.Undecided, AfterDecision = FaceDecision.Undecided });
            db.ReviewActions.Add(action);
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        suggest.Request([face.Id]);
        changes.Announce(new Change(ChangeKind.Face, photo.AlbumId, photoId, face.Id));
        return await faces.FindAsync(face.Id);
    }

    private DescribedFace Measure(Photo photo, FaceBox box, CancellationToken cancel)
    {
        if (!double.IsFinite(box.X + box.Y + box.Width + box.Height))
            throw new RefusedException("The box needs four numbers: x, y, width and height in pixels of the original.");
        try
        {
            using var pixels = PhotoPixels.Decode(store.PathOf(photo.Sha256), upload.Value.Limits, cancel);
            var (left, top) = (Math.Max(0, box.X), Math.Max(0, box.Y));
            var inside = new FaceBox(left, top, Math.Min(box.Right, pixels.OriginalWidth) - left, Math.Min(box.Bottom, pixels.OriginalHeight) - top);
            if (inside.Width < LeastSide || inside.Height < LeastSide)
                throw new RefusedException($"The box lies outside the picture ({pixels.OriginalWidth} x {pixels.OriginalHeight} pixels) or is too small: draw it around the face, at least {LeastSide} pixels wide and high.");
            return PhotoFaces.Describe(models.Pipeline.MeasureBox(pixels, inside, cancel), pixels);
        }
        catch (PhotoException e)
        {
            throw new RefusedException(e.Message, StatusCodes.Status422UnprocessableEntity);
        }
    }
}
