using OpenCvSharp;

namespace FaceWeb.Pipeline.Video;

/// <summary>
/// Brings a frame of an HDR video to the light of ordinary pictures, on which the models were trained: its numbers become light (ITU-R BT.2100), paper
/// white (203 cd/m2, BT.2408) becomes white but for a shoulder that keeps what is brighter apart, and light becomes the numbers that a usual screen shows so (BT.1886). Each channel by
/// itself: the wider colours are not converted, which makes them paler.
/// </summary>
internal static class ToneCurve
{
    private const double PaperWhite = 203;
    private const double ScreenGamma = 2.4;

    // Above this share of paper white lights are drawn together: skin lies below.
    private const double Knee = 0.8;

    /// <summary>The curve as a table of 256 bytes; null where the frame is as it should be.</summary>
    public static byte[]? For(VideoTransfer transfer) => transfer switch
    {
        VideoTransfer.PerceptualQuantizer => Table(PqLight),
        VideoTransfer.HybridLogGamma => Table(HlgLight),
        _ => null,
    };

    /// <summary>Applies a table to a frame, 8-bit BGR, in its place.</summary>
    public static void Apply(byte[] table, Mat frame)
    {
        using var lookUp = Mat.FromPixelData(1, table.Length, MatType.CV_8UC1, table);
        Cv2.LUT(frame, lookUp, frame);
    }

    private static byte[] Table(Func<double, double> light) =>
        [.. Enumerable.Range(0, 256).Select(v => (byte)Math.Round(255 * Math.Pow(Shoulder(light(v / 255.0) / PaperWhite), 1 / ScreenGamma)))];

    // BT.2100, table 4.
    private static double PqLight(double number)
    {
        const double M1 = 2610.0 / 16384, M2 = 2523.0 / 4096 * 128, C1 = 3424.0 / 4096, C2 = 2413.0 / 4096 * 32, C3 = 2392.0 / 4096 * 32;
        var root = Math.Pow(number, 1 / M2);
        return 10_000 * Math.Pow(Math.Max(root - C1, 0) / (C2 - (C3 * root)), 1 / M1);
    }

    // BT.2100, table 5, on a screen of 1,000 cd/m2, whose gamma is 1.2; the gamma of each channel instead of that of the brightness.
    private static double HlgLight(double number)
    {
        const double A = 0.17883277, B = 1 - (4 * A), Screen = 1000, Gamma = 1.2;
        var c = 0.5 - (A * Math.Log(4 * A));
        var scene = number <= 0.5 ? number * number / 3 : (Math.Exp((number - c) / A) + B) / 12;
        return Screen * Math.Pow(scene, Gamma);
    }

    private static double Shoulder(double light) => light <= Knee ? light : Knee + ((1 - Knee) * (1 - Math.Exp(-(light - Knee) / (1 - Knee))));
}
