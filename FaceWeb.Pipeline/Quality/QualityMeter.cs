using FaceWeb.Pipeline.Landmarks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Quality;

/// <summary>Says how well a face can be recognised.</summary>
internal static class QualityMeter
{
    /// <summary>Measures quality from the aligned chip, the landmarks and, where the pack has a pose model, the pose.</summary>
    public static FaceQuality Measure(Mat chip, Landmarks68 landmarks, HeadPose? pose, double detectorScore)
    {
        var five = landmarks.FivePoints();
        double dx = five[1].X - five[0].X, dy = five[1].Y - five[0].Y;
        var size = Math.Sqrt(dx * dx + dy * dy);
        var roll = Math.Atan2(dy, dx) * 180 / Math.PI;
        var yaw = pose?.Yaw ?? YawFromNose(five, size);
        var pitch = pose?.Pitch ?? 0;
        var sharpness = Sharpness(chip);
        return new(QualityShares.Of(size, sharpness, yaw, pitch, detectorScore).Overall, sharpness, yaw, pitch, roll, size, detectorScore);
    }

    private static double Sharpness(Mat chip)
    {
        using var step = StepMeter.Measure("sharpness");
        using var gray = new Mat();
        using var laplacian = new Mat();
        Cv2.CvtColor(chip, gray, ColorConversionCodes.BGR2GRAY);
        Cv2.Laplacian(gray, laplacian, MatType.CV_64F);
        Cv2.MeanStdDev(laplacian, out _, out var deviation);
        return deviation.Val0 * deviation.Val0;
    }

    /// <summary>
    /// Without a pose model: how far the nose tip lies beside the middle of the eyes. The nose stands out by roughly 0.6 eye distances,
    /// which makes that share its sine; good to about 15 degrees.
    /// </summary>
    private static double YawFromNose(LandmarkPoint[] five, double size)
    {
        if (size <= 0)
            return 0;
        double ex = (five[1].X - five[0].X) / size, ey = (five[1].Y - five[0].Y) / size;
        double nx = five[2].X - (five[0].X + five[1].X) / 2, ny = five[2].Y - (five[0].Y + five[1].Y) / 2;
        return Math.Asin(Math.Clamp((nx * ex + ny * ey) / (0.6 * size), -1, 1)) * 180 / Math.PI;
    }
}
