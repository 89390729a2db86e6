using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>A decoded photo: upright, 8-bit BGR, in native memory. Not changed after decoding, so many threads may read it.</summary>
public sealed class PhotoPixels : IDisposable
{
    private readonly IDisposable? _memory;

    /// <param name="mat">8-bit BGR; owned from now on.</param>
    /// <param name="originalWidth">Width of the upright original.</param>
    /// <param name="originalHeight">Height of the upright original.</param>
    /// <param name="memory">Where the picture lies, if that is not its own; let go after it.</param>
    internal PhotoPixels(Mat mat, int originalWidth, int originalHeight, IDisposable? memory = null)
    {
        Mat = mat;
        _memory = memory;
        OriginalWidth = originalWidth;
        OriginalHeight = originalHeight;
    }

    /// <summary>Width of the pixels held.</summary>
    public int Width => Mat.Cols;

    /// <summary>Height of the pixels held.</summary>
    public int Height => Mat.Rows;

    /// <summary>Width of the upright original; larger than <see cref="Width"/> where a very large photo is held reduced.</summary>
    public int OriginalWidth { get; }

    /// <summary>Height of the upright original.</summary>
    public int OriginalHeight { get; }

    /// <summary>
    /// Whether the file's data are damaged somewhere, so that its decoder had to make up a part of the picture. Known where a decoder process
    /// read it.
    /// </summary>
    public bool Damaged { get; init; }

    internal Mat Mat { get; }

    /// <summary>Multiplies a length in the original to get one in the pixels held (1 unless reduced).</summary>
    internal double HeldScale => (double)Width / OriginalWidth;

    /// <summary>Decodes a photo and turns it upright.</summary>
    /// <exception cref="PhotoException">Empty, not a picture, damaged, cut off, or beyond the limits; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public static PhotoPixels Decode(string path, PhotoLimits limits, CancellationToken cancel = default)
    {
        OpenCvLibrary.Require();
        using var step = StepMeter.Measure("decode");
        using var stored = StoredPhoto.Decode(path, limits, cancel: cancel);
        return new(stored.TakeUpright(), stored.OriginalWidth, stored.OriginalHeight) { Damaged = stored.Damaged };
    }

    /// <summary>The photo turned, as a picture of its own; this one stays as it is.</summary>
    public PhotoPixels Turned(PhotoTurn turn)
    {
        if (turn == PhotoTurn.None)
            return new(Mat.Clone(), OriginalWidth, OriginalHeight);
        var turned = Turned(Mat, turn);
        return turn.OnItsSide ? new(turned, OriginalHeight, OriginalWidth) : new(turned, OriginalWidth, OriginalHeight);
    }

    /// <summary>The photo as a JPEG whose longer side is at most <paramref name="maxSide"/> pixels; never enlarged.</summary>
    /// <param name="maxSide">Pixels.</param>
    /// <param name="quality">JPEG quality, 1..100.</param>
    public byte[] EncodeJpeg(int maxSide, int quality = 85) => EncodeJpeg(Mat, maxSide, quality);

    /// <summary>The photo with at most <paramref name="maxSide"/> pixels at its longer side, as a picture of its own; never enlarged.</summary>
    /// <param name="maxSide">Pixels.</param>
    public PhotoPixels Reduced(int maxSide)
    {
        var scale = (double)maxSide / Math.Max(Width, Height);
        return new(scale < 1 ? Reduced(Mat, scale) : Mat.Clone(), OriginalWidth, OriginalHeight);
    }

    /// <summary>A part of the photo as a JPEG.</summary>
    /// <param name="box">In pixels of the upright original; the part outside the photo is left out.</param>
    /// <param name="margin">Added on every side, as a share of the box's longer side (0.3 = 30 %).</param>
    /// <param name="maxSide">Longest side of the result in pixels; never enlarged.</param>
    /// <param name="quality">JPEG quality, 1..100.</param>
    /// <exception cref="ArgumentException">The box lies outside the photo.</exception>
    public byte[] CropJpeg(FaceBox box, double margin, int maxSide, int quality = 85)
    {
        var grow = margin * Math.Max(box.Width, box.Height);
        var held = new FaceBox(box.X - grow, box.Y - grow, box.Width + 2 * grow, box.Height + 2 * grow).Scale(HeldScale);
        int left = Math.Max(0, (int)Math.Floor(held.X)), top = Math.Max(0, (int)Math.Floor(held.Y));
        int right = Math.Min(Width, (int)Math.Ceiling(held.Right)), bottom = Math.Min(Height, (int)Math.Ceiling(held.Bottom));
        if (right <= left || bottom <= top)
            throw new ArgumentException("The box lies outside the photo.", nameof(box));
        using var part = new Mat(Mat, new Rect(left, top, right - left, bottom - top));
        return EncodeJpeg(part, maxSide, quality);
    }

    /// <summary>A small JPEG turned, as JPEG again: so that it shows the right way up until it can be made anew from its photo.</summary>
    /// <param name="jpeg">The picture.</param>
    /// <param name="turn">How it is turned.</param>
    /// <param name="quality">JPEG quality, 1..100.</param>
    /// <returns>The picture turned; as it came where it is no picture.</returns>
    public static byte[] TurnedJpeg(byte[] jpeg, PhotoTurn turn, int quality = 92)
    {
        using var picture = jpeg.Length == 0 || turn == PhotoTurn.None ? new Mat() : Cv2.ImDecode(jpeg, ImreadModes.Color);
        if (picture.Empty())
            return jpeg;
        using var turned = Turned(picture, turn);
        return EncodeJpeg(turned, Math.Max(turned.Cols, turned.Rows), quality);
    }

    /// <summary>Frees the pixels.</summary>
    public void Dispose()
    {
        Mat.Dispose();
        _memory?.Dispose();
    }

    internal static byte[] EncodeJpeg(Mat mat, int maxSide, int quality)
    {
        using var step = StepMeter.Measure("jpeg");
        var scale = Math.Min(1, (double)maxSide / Math.Max(mat.Cols, mat.Rows));
        var encoding = new ImageEncodingParam(ImwriteFlags.JpegQuality, quality);
        if (scale >= 1)
            return mat.ImEncode(".jpg", encoding);
        using var small = Reduced(mat, scale);
        return small.ImEncode(".jpg", encoding);
    }

    private static Mat Reduced(Mat mat, double scale) => AreaReduction.Of(
        mat, new Size(Math.Max(1, (int)Math.Round(mat.Cols * scale)), Math.Max(1, (int)Math.Round(mat.Rows * scale))));

    private static Mat Turned(Mat mat, PhotoTurn turn)
    {
        var turned = new Mat();
        Cv2.Rotate(mat, turned, turn.Quarters switch
        {
            1 => RotateFlags.Rotate90Clockwise,
            2 => RotateFlags.Rotate180,
            _ => RotateFlags.Rotate90Counterclockwise,
        });
        return turned;
    }
}
