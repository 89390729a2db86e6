using FaceWeb.Analysis.Turning;
using FaceWeb.Api;
using FaceWeb.Data;
using FaceWeb.Models;
using FaceWeb.Pipeline;
using FaceWeb.Pipeline.Decoding;
using FaceWeb.Pipeline.Imaging;
using FaceWeb.Store;

namespace FaceWeb.Analysis.Boxes;

/// <summary>Measures the face in a box that a person drew, from the original in the store.</summary>
public sealed class BoxMeasuring(ModelHost models, PhotoStore store)
{
    /// <summary>The least side of a box, in pixels of the original.</summary>
    public const double LeastSide = 8;

    /// <summary>From this intersection over union on, two boxes hold the same face.</summary>
    public const double SameFace = 0.6;

    /// <summary>Measures a box that is drawn now.</summary>
    /// <param name="photo">The photo as it is.</param>
    /// <param name="box">From brows to chin and ear to ear, in pixels of the upright original; what hangs over the photo's edge is cut off.</param>
    /// <param name="cancel">Stops between two steps.</param>
    /// <exception cref="RefusedException">A box that is too small or outside (400), a file that cannot be read (422).</exception>
    public Task<DescribedFace> MeasureDrawnAsync(Photo photo, FaceBox box, CancellationToken cancel)
    {
        if (!double.IsFinite(box.X + box.Y + box.Width + box.Height))
            throw new RefusedException("The box needs four numbers: x, y, width and height in pixels of the original.");
        return MeasureAsync(photo, pixels => Inside(box, pixels), 1, cancel);
    }

    /// <summary>Measures a box that a face has had before, as it was.</summary>
    /// <param name="photo">The photo as it is.</param>
    /// <param name="box">The box, pixels of the upright original.</param>
    /// <param name="score">The detector's score that the quality counts with, 0 to 1.</param>
    /// <exception cref="RefusedException">The file cannot be read (422).</exception>
    public Task<DescribedFace> MeasureAgainAsync(Photo photo, FaceBox box, float score) =>
        MeasureAsync(photo, _ => box, score, CancellationToken.None);

    private static FaceBox Inside(FaceBox box, PhotoPixels pixels)
    {
        var (left, top) = (Math.Max(0, box.X), Math.Max(0, box.Y));
        var inside = new FaceBox(left, top, Math.Min(box.Right, pixels.OriginalWidth) - left, Math.Min(box.Bottom, pixels.OriginalHeight) - top);
        return inside.Width >= LeastSide && inside.Height >= LeastSide
            ? inside
            : throw new RefusedException($"The box lies outside the picture ({pixels.OriginalWidth} x {pixels.OriginalHeight} pixels) or is too "
                + $"small: draw it around the face, at least {LeastSide} pixels wide and high.");
    }

    private async Task<DescribedFace> MeasureAsync(Photo photo, Func<PhotoPixels, FaceBox> box, float score, CancellationToken cancel)
    {
        if (photo.Duration is not null)
            throw new RefusedException("Boxes are drawn on photos: in a video faces are followed by themselves.", StatusCodes.Status409Conflict);
        try
        {
            using var file = await store.DecodeAsync(photo.Sha256, DecodeAsker.Person, cancel);
            return await Task.Run(
                () =>
                {
                    using var pixels = new ShownPhoto(file, photo.Turn, photo.FaceTurn);
                    return pixels.Measure(models.Pipeline, box(pixels.Shown), score, cancel);
                },
                cancel);
        }
        catch (PhotoException e)
        {
            throw new RefusedException(e.Message, StatusCodes.Status422UnprocessableEntity);
        }
    }
}
