using FaceWeb.Pipeline.Landmarks;
using OpenCvSharp;

namespace FaceWeb.Pipeline.Quality;

/// <summary>Says how well a face can be recognised.</summary>
internal static class QualityMeter
{
    /// <summary>Measures quality from the aligned chip and the landmarks, and from the pose where the pack has a model for it.</summary>
    public static FaceQuality Measure(Mat chip, Landmarks68 landmarks, HeadPose? pose, double detectorScore)
    {
        var five = landmarks.FivePoints();
        double dx = five[1].X - five[0].X, dy = five[1].Y - five[0].Y;
        var size = Math.Sqrt(dx * dx + dy * dy);
        var roll = Math.Atan2(dy, dx) * 180 / Math.PI;
        var (yaw, pitch, _) = pose ?? LandmarkPose.Of(landmarks);
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
}
