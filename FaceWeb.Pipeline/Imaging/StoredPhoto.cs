using FaceWeb.Pipeline.Imaging.Colours;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>A decoded photo as the file stores it, 8-bit BGR, within the limits, not turned upright yet.</summary>
internal sealed class StoredPhoto : IDisposable
{
    private readonly int orientation;
    private Mat mat;

    private StoredPhoto(Mat mat, int orientation, int width, int height, bool damaged)
    {
        Damaged = damaged;
        this.mat = mat;
        this.orientation = orientation;
        (Width, Height) = SwapsSides ? (mat.Rows, mat.Cols) : (mat.Cols, mat.Rows);
        (OriginalWidth, OriginalHeight) = SwapsSides ? (height, width) : (width, height);
    }

    /// <summary>Width of the pixels held, once upright.</summary>
    public int Width { get; }

    /// <summary>Height of the pixels held, once upright.</summary>
    public int Height { get; }

    /// <summary>Width of the upright original.</summary>
    public int OriginalWidth { get; }

    /// <summary>Height of the upright original.</summary>
    public int OriginalHeight { get; }

    /// <summary>Whether its decoder said that a part of the picture is made up; OpenCV's says it on the standard error alone.</summary>
    public bool Damaged { get; }

    private bool SwapsSides => orientation >= 5;

    /// <summary>Decodes a photo.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limits">What it may ask for.</param>
    /// <param name="admitted">Is told the stored size once the header is read and within the limits, before anything is decoded.</param>
    /// <param name="cancel">Stops between two steps.</param>
    /// <exception cref="PhotoException">Empty, not a picture, damaged, cut off, or beyond the limits; the message says which.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public static StoredPhoto Decode(string path, PhotoLimits limits, Action<int, int>? admitted = null, CancellationToken cancel = default)
    {
        using var file = new FileBytes(path);
        var (header, exif) = PhotoFile.Read(file, path, limits);
        cancel.ThrowIfCancellationRequested();
        admitted?.Invoke(header.Width, header.Height);
        var reduction = limits.Reduction(header.Width, header.Height);
        var profile = IccPlace.Find(file.Bytes, header.Format) is { } icc ? IccProfile.Read(icc) : null;
        var magick = NeedsMagick(header, exif) || profile is { IsTables: true };
        var (stored, damaged) = magick
            ? MagickDecoder.Decode(path, header)
            : (OpenCvDecoder.Decode(header.Format == PictureFormat.Bmp ? BmpHeader.FilledUp(file.Bytes) : file.Bytes, header, reduction), false);
        cancel.ThrowIfCancellationRequested();
        // Only a JPEG may have been reduced while decoding.
        var (width, height) = header.Format == PictureFormat.Jpeg && !magick ? (header.Width, header.Height) : (stored.Cols, stored.Rows);
        var held = Shrink(stored, width, reduction);
        if (!magick && profile is not null && (!profile.IsGray || IsGray(header)))
            ScreenColours.From(profile)?.Convert(held);
        return new(held, exif.Orientation, width, height, damaged);
    }

    /// <summary>The picture upright; it is the caller's then, and nothing is left here.</summary>
    public Mat TakeUpright()
    {
        var upright = mat;
        mat = new Mat();
        if (orientation is < 2 or > 8)
            return upright;
        using (upright)
        {
            var turned = new Mat();
            Turn(upright, turned);
            return turned;
        }
    }

    /// <summary>Writes the picture upright into one that is there already.</summary>
    /// <param name="target">8-bit BGR of the size <see cref="Width"/> x <see cref="Height"/>.</param>
    public void WriteUpright(Mat target)
    {
        var place = target.Data;
        if (orientation is < 2 or > 8)
            mat.CopyTo(target);
        else
            Turn(mat, target);
        // A target that does not fit is replaced by OpenCV without a word.
        if (target.Data != place)
            throw new InvalidOperationException("The picture does not fit where it should be written.");
    }

    /// <inheritdoc/>
    public void Dispose() => mat.Dispose();

    private static bool NeedsMagick(PictureHeader header, ExifFacts exif) => header.Format switch
    {
        PictureFormat.Heic or PictureFormat.Avif or PictureFormat.Jxl or PictureFormat.Raw => true,
        PictureFormat.Jpeg => header.Subtype == 4,
        // 0 and 1 are gray, 2 is RGB; palettes, printing and video colours go to Magick, and turned pictures too,
        // because OpenCV's TIFF decoder turns them itself even when told not to. Nor does it say where packed data are damaged.
        PictureFormat.Tiff => header.Packed || header.Subtype is not (0 or 1 or 2) || exif.Orientation != 1,
        _ => false,
    };

    private static bool IsGray(PictureHeader header) => header.Format switch
    {
        PictureFormat.Jpeg => header.Subtype == 1,
        PictureFormat.Tiff => header.Subtype is 0 or 1,
        _ => false,
    };

    private static Mat Shrink(Mat mat, int originalWidth, int reduction)
    {
        if (reduction == 1 || mat.Cols < originalWidth)
            return mat;
        var small = AreaReduction.Of(mat, new Size((mat.Cols + reduction - 1) / reduction, (mat.Rows + reduction - 1) / reduction));
        mat.Dispose();
        return small;
    }

    /// <summary>EXIF's eight orientations (tag 0x0112): what has to be done to the stored picture to see it upright.</summary>
    private void Turn(Mat stored, Mat upright)
    {
        switch (orientation)
        {
            case 2: Cv2.Flip(stored, upright, FlipMode.Y); break;
            case 3: Cv2.Rotate(stored, upright, RotateFlags.Rotate180); break;
            case 4: Cv2.Flip(stored, upright, FlipMode.X); break;
            case 5: Cv2.Transpose(stored, upright); break;
            case 6: Cv2.Rotate(stored, upright, RotateFlags.Rotate90Clockwise); break;
            case 7:
                using (var turned = new Mat())
                {
                    Cv2.Transpose(stored, turned);
                    Cv2.Rotate(turned, upright, RotateFlags.Rotate180);
                }
                break;
            default: Cv2.Rotate(stored, upright, RotateFlags.Rotate90Counterclockwise); break;
        }
    }
}
