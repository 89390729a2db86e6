using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// Makes pictures smaller: each pixel is the mean of the area that it stands for. Means of whole blocks of four are taken several times as fast
/// as of areas that cut pixels (<see cref="CutAreas"/>), so a picture is halved as long as it stays at least as large as wanted, and cut up only
/// then. What comes out differs by rounding, and where the last step cuts pixels by what they differ from their neighbours: 0.05 of 255 on photos,
/// in the mean.
/// </summary>
internal static class AreaReduction
{
    /// <summary>A smaller copy of a picture.</summary>
    /// <param name="picture">8-bit, any number of channels.</param>
    /// <param name="size">At most the picture's, 1 x 1 or more.</param>
    public static Mat Of(Mat picture, Size size)
    {
        var (smaller, now) = (picture, picture.Size());
        while (Halves(now.Width, size.Width) && Halves(now.Height, size.Height))
        {
            now = new(now.Width / 2, now.Height / 2);
            smaller = Next(picture, smaller, now);
        }
        return now == size && smaller != picture ? smaller : Next(picture, smaller, size);
    }

    /// <summary>A smaller copy made in one step: OpenCV's INTER_AREA.</summary>
    /// <param name="picture">8-bit, any number of channels.</param>
    /// <param name="size">At most the picture's, 1 x 1 or more.</param>
    public static Mat AtOnce(Mat picture, Size size)
    {
        if (CutAreas.Cuts(picture, size))
            return CutAreas.Of(picture, size);
        var smaller = LargePages.NewPicture(size, picture.Type());
        Cv2.Resize(picture, smaller, size, 0, 0, InterpolationFlags.Area);
        return smaller;
    }

    /// <summary>The number by which a side should be divisible so that as much as possible of its reduction is halving: 1, 2, 4...</summary>
    /// <param name="scale">What the side is multiplied by, above 0; where that enlarges, nothing is asked for.</param>
    public static int Block(double scale) => 1 << Math.Clamp((int)Math.Log2(1 / scale), 0, 6);

    private static bool Halves(int from, int to) => from % 2 == 0 && from / 2 >= to;

    private static Mat Next(Mat picture, Mat from, Size size)
    {
        var to = AtOnce(from, size);
        if (from != picture)
            from.Dispose();
        return to;
    }
}
