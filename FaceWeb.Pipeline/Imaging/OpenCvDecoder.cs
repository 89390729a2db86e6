using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>Decodes JPEG, PNG, WebP, TIFF, BMP (of Windows and OS/2) and the first frame of a GIF.</summary>
internal static class OpenCvDecoder
{
    /// <summary>
    /// The picture as stored (not yet turned upright), 8-bit BGR, transparency on white, sides divided by <paramref name="reduction"/> or not.
    /// </summary>
    /// <exception cref="PhotoException">The picture's data are damaged.</exception>
    public static Mat Decode(ReadOnlySpan<byte> bytes, PictureHeader header, int reduction)
    {
        Mat? raw = null;
        try
        {
            raw = Cv2.ImDecode(bytes, Modes(header.Format, reduction));
            if (raw.Empty() || !IsOf(raw, header, reduction))
                throw Damaged(header.Format);
            if (raw.Type() != MatType.CV_8UC3)
                return ToBgr(raw);
            var decoded = raw;
            raw = null;
            return decoded;
        }
        catch (OpenCVException)
        {
            throw Damaged(header.Format);
        }
        finally
        {
            raw?.Dispose();
        }
    }

    /// <summary>The limits were checked against FaceWeb's own reading of the header: the decoder must not have understood another size.</summary>
    private static bool IsOf(Mat raw, PictureHeader header, int reduction)
    {
        var by = header.Format == PictureFormat.Jpeg ? reduction : 1;
        return (raw.Cols, raw.Rows) == ((header.Width + by - 1) / by, (header.Height + by - 1) / by);
    }

    private static PhotoException Damaged(PictureFormat format) =>
        new($"The {PhotoFile.Name(format)} file cannot be decoded: "
            + "it is damaged or of a kind that is not supported. Copy it again, or save it as JPEG.");

    // Orientation is applied afterwards, once, for all formats alike. JPEG's decoder can skip detail while decoding.
    private static ImreadModes Modes(PictureFormat format, int reduction) => ImreadModes.IgnoreOrientation | (format switch
    {
        PictureFormat.Jpeg => reduction switch
        {
            1 => ImreadModes.Color,
            2 => ImreadModes.ReducedColor2,
            4 => ImreadModes.ReducedColor4,
            _ => ImreadModes.ReducedColor8,
        },
        PictureFormat.Bmp => ImreadModes.Color,
        // With the alpha channel, if there is one, and all bits: both are brought to 8-bit BGR here.
        _ => ImreadModes.Unchanged,
    });

    private static Mat ToBgr(Mat raw)
    {
        using var eight = ToEightBits(raw);
        switch (eight.Channels())
        {
            case 3:
                return eight.Clone();
            case 4:
                return OnWhite(eight);
            default:
                var colour = new Mat();
                using (var gray = eight.ExtractChannel(0))
                    Cv2.CvtColor(gray, colour, ColorConversionCodes.GRAY2BGR);
                return colour;
        }
    }

    private static Mat ToEightBits(Mat raw)
    {
        var eight = new Mat();
        switch (raw.Depth())
        {
            case 2: // CV_16U
                raw.ConvertTo(eight, MatType.CV_8U, 1 / 257.0);
                break;
            case 5 or 6: // CV_32F, CV_64F: 0..1
                raw.ConvertTo(eight, MatType.CV_8U, 255);
                break;
            default:
                raw.ConvertTo(eight, MatType.CV_8U);
                break;
        }
        return eight;
    }

    private static unsafe Mat OnWhite(Mat bgra)
    {
        int rows = bgra.Rows, columns = bgra.Cols;
        var mat = new Mat(rows, columns, MatType.CV_8UC3);
        for (var y = 0; y < rows; y++)
        {
            var from = (byte*)bgra.Ptr(y);
            var to = (byte*)mat.Ptr(y);
            for (var x = 0; x < columns; x++, from += 4, to += 3)
            {
                int alpha = from[3], white = 255 * (255 - alpha) + 127;
                to[0] = (byte)((from[0] * alpha + white) / 255);
                to[1] = (byte)((from[1] * alpha + white) / 255);
                to[2] = (byte)((from[2] * alpha + white) / 255);
            }
        }
        return mat;
    }
}
