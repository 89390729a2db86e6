using FaceWeb.Data;
using FaceWeb.Data.Decisions;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Imaging;
using Microsoft.EntityFrameworkCore;

namespace FaceWeb.Analysis;

/// <summary>Writes a photo's measured faces. What a person has said of a face stays, whatever the detector finds the next time.</summary>
public sealed class PhotoFaces
{
    private const int CropSide = 192;
    private const double CropMargin = 0.3;

    /// <summary>Adds the picture that lists show: 30 % of surroundings on each side.</summary>
    public static DescribedFace Describe(MeasuredFace face, PhotoPixels pixels) =>
        new(face, pixels.CropJpeg(face.Box, CropMargin, CropSide));

    /// <summary>The part of the photo that <see cref="Describe"/> shows, to a pixel, in pixels of the upright original.</summary>
    public static FaceBox CropArea(FaceBox box, int photoWidth, int photoHeight)
    {
        var grow = CropMargin * Math.Max(box.Width, box.Height);
        double left = Math.Max(0, Math.Floor(box.X - grow)), top = Math.Max(0, Math.Floor(box.Y - grow));
        return new FaceBox(
            left, top, Math.Min(photoWidth, Math.Ceiling(box.Right + grow)) - left, Math.Min(photoHeight, Math.Ceiling(box.Bottom + grow)) - top);
    }

    /// <summary>
    /// Brings the photo's faces in line with what was found, inside the caller's transaction: a face found again keeps its key, decision,
    /// person and history; one not found again goes only if nobody has ever said anything of it; a new one is added.
    /// </summary>
    /// <param name="db">The context with the open transaction.</param>
    /// <param name="photoId">The photo.</param>
    /// <param name="found">The faces found now.</param>
    /// <param name="remeasured">
    /// New measurements of boxes that a person drew and of faces that stay although they were not found, by the faces' keys.
    /// </param>
    /// <param name="cancel">Stops before the rows are written.</param>
    /// <returns>All faces of the photo that have new measurements.</returns>
    public async Task<IReadOnlyList<Face>> WriteAsync(
        FaceWebDb db, long photoId, IReadOnlyList<DescribedFace> found, IReadOnlyDictionary<long, DescribedFace> remeasured, CancellationToken cancel)
    {
        var known = await db.Faces.Where(f => f.PhotoId == photoId)
            .Include(f => f.Embeddings).Include(f => f.Image).OrderBy(f => f.Id).ToListAsync(cancel);
        var spokenOf = known.Count == 0 ? [] : await SpokenOf(db, photoId).ToHashSetAsync(cancel);
        var match = FaceMatching.Match([.. known.Select(f => f.Box)], [.. found.Select(f => f.Face.Box)]);
        var measured = new List<Face>();
        for (var i = 0; i < known.Count; i++)
        {
            var face = known[i];
            // A box moved since it was measured has newer measurements already.
            var again = remeasured.GetValueOrDefault(face.Id) is { } measuredAgain && measuredAgain.Face.Box == face.Box ? measuredAgain : null;
            if (match[i] >= 0 && !face.ByHand)
                Measured(face, found[match[i]]);
            else if (again is not null)
                Measured(face, again);
            else if (face.Decision == FaceDecision.Undecided && !face.ByHand && !spokenOf.Contains(face.Id))
                db.Faces.Remove(face);
        }
        foreach (var (face, _) in found.Select((face, index) => (face, index)).Where(f => !match.Contains(f.index)))
        {
            var row = new Face { PhotoId = photoId };
            db.Faces.Add(row);
            Measured(row, face);
        }
        await db.SaveChangesAsync(cancel);
        return measured;

        void Measured(Face row, DescribedFace face)
        {
            Apply(row, face);
            measured.Add(row);
        }
    }

    /// <summary>Turns the rows of all faces of a photo, inside the caller's transaction: boxes, landmarks and crops, so that all fit the turned picture.</summary>
    /// <param name="db">The context with the open transaction.</param>
    /// <param name="photoId">The photo.</param>
    /// <param name="by">How it is turned from what the rows say.</param>
    /// <param name="width">The photo's width before, in pixels.</param>
    /// <param name="height">The photo's height before, in pixels.</param>
    /// <param name="cancel">Stops before the rows are written.</param>
    internal static async Task TurnAsync(FaceWebDb db, long photoId, PhotoTurn by, int width, int height, CancellationToken cancel)
    {
        if (by == PhotoTurn.None)
            return;
        foreach (var face in await db.Faces.Where(f => f.PhotoId == photoId).Include(f => f.Image).ToListAsync(cancel))
        {
            var box = by.Of(face.Box, width, height);
            (face.X, face.Y, face.Width, face.Height, face.Roll) = (box.X, box.Y, box.Width, box.Height, (float)by.Of(face.Roll));
            if (StoredLandmarks.Read(face.Landmarks) is { } landmarks)
                face.Landmarks = StoredLandmarks.Pack(by.Of(landmarks, width, height));
            if (face.Image is { } image)
                image.Crop = PhotoPixels.TurnedJpeg(image.Crop, by);
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The photo's faces of which somebody has said something, be it taken back since: their history must not go.</summary>
    internal static IQueryable<long> SpokenOf(FaceWebDb db, long photoId) => db.Faces
        .Where(f => f.PhotoId == photoId && (db.FaceEvents.Any(e => e.FaceId == f.Id) || db.Rejections.Any(r => r.FaceId == f.Id))).Select(f => f.Id);

    /// <summary>A face with its photo and what <see cref="Place"/> writes; null when it is gone.</summary>
    internal static Task<Face?> OpenAsync(FaceWebDb db, long faceId, CancellationToken cancel) =>
        db.Faces.Include(f => f.Photo).Include(f => f.Embeddings).Include(f => f.Image).FirstOrDefaultAsync(f => f.Id == faceId, cancel);

    /// <summary>Gives a row another box with the measurements taken there.</summary>
    internal static void Place(Face row, DescribedFace described, bool byHand)
    {
        var (box, score) = (described.Face.Box, described.Face.DetectorScore);
        Apply(row, described);
        (row.X, row.Y, row.Width, row.Height, row.DetectorScore, row.ByHand) = (box.X, box.Y, box.Width, box.Height, score, byHand);
    }

    /// <summary>Copies measurements into a row. A box that a person drew stays where it was drawn.</summary>
    internal static void Apply(Face row, DescribedFace described)
    {
        var face = described.Face;
        if (!row.ByHand)
            (row.X, row.Y, row.Width, row.Height, row.DetectorScore) = (face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height, face.DetectorScore);
        row.Landmarks = StoredLandmarks.Pack(face.Landmarks);
        row.Quality = (float)face.Quality.Overall;
        row.Sharpness = (float)face.Quality.Sharpness;
        (row.Yaw, row.Pitch, row.Roll) = ((float)face.Quality.Yaw, (float)face.Quality.Pitch, (float)face.Quality.Roll);
        if (row.Image is { } image)
            (image.Chip, image.Crop) = (face.ChipJpeg, described.Crop);
        else
            row.Image = new FaceImage { Chip = face.ChipJpeg, Crop = described.Crop };
        // What another pack measured belongs to the landmarks before these: it is measured again when that pack is in use again.
        row.Embeddings.RemoveAll(e => face.Embeddings.All(measured => measured.Model != e.Model));
        foreach (var measured in face.Embeddings)
        {
            var vector = HalfVector.Pack(measured.Values);
            if (row.Embeddings.Find(e => e.Model == measured.Model) is { } embedding)
            {
                if (embedding.Vector.AsSpan().SequenceEqual(vector))
                    continue;
                // A new row, not the old one changed: its key tells whoever keeps the vector in memory that there is another.
                row.Embeddings.Remove(embedding);
            }
            row.Embeddings.Add(new Embedding { Model = measured.Model, Vector = vector });
        }
    }
}
