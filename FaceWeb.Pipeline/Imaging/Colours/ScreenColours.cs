using OpenCvSharp;

namespace FaceWeb.Pipeline.Imaging.Colours;

/// <summary>
/// Brings a picture of another colour space to sRGB (IEC 61966-2-1), in which everything is shown and measured: the models were trained on such
/// pictures, and the small pictures carry no profile.
/// </summary>
internal sealed class ScreenColours
{
    /// <summary>Light is counted in so many steps: below one level of 8 bits also where sRGB is steepest, at black.</summary>
    private const int Steps = 16_383;

    /// <summary>Profiles that change no colour by more than this (of 255) are sRGB under another name.</summary>
    private const int SameWithin = 2;

    /// <summary>
    /// XYZ under D50 to the light of sRGB's red, green and blue (its primaries adapted by Bradford's method, as in ICC's own profile).
    /// </summary>
    private static readonly double[] FromXyz =
    [
        3.1338561, -1.6168667, -0.4906146,
        -0.9787684, 1.9161415, 0.0334540,
        0.0719453, -0.2289914, 1.4052427,
    ];

    private static readonly byte[] Encoded = [.. Enumerable.Range(0, Steps + 1).Select(i => Encode((double)i / Steps))];

    /// <summary>For each of the three numbers and 256 values: what it adds to the light of sRGB's red, green and blue, in steps.</summary>
    private readonly int[] shares;

    private ScreenColours(int[] shares) => this.shares = shares;

    /// <summary>The way from a profile's colours; null where the picture is to be left as it is.</summary>
    public static ScreenColours? From(IccProfile profile)
    {
        if (profile.Curves is not { } curves)
            return null;
        var shares = new int[3 * 256 * 3];
        for (var source = 0; source < (profile.IsGray ? 1 : 3); source++)
        {
            for (var value = 0; value < 256; value++)
            {
                for (var target = 0; target < 3; target++)
                {
                    var light = curves[source][value] * Weight(profile, source, target);
                    shares[(((source * 256) + value) * 3) + target] = (int)Math.Round(Steps * light);
                }
            }
        }
        var colours = new ScreenColours(shares);
        return colours.ChangesNothing(profile.IsGray) ? null : colours;
    }

    /// <summary>Converts a picture where it lies.</summary>
    /// <param name="bgr">8 bits, three channels.</param>
    public unsafe void Convert(Mat bgr)
    {
        int rows = bgr.Rows, columns = bgr.Cols;
        fixed (int* tables = shares)
        fixed (byte* encoded = Encoded)
        {
            int* red = tables, green = tables + (256 * 3), blue = tables + (512 * 3);
            for (var y = 0; y < rows; y++)
            {
                var pixel = (byte*)bgr.Ptr(y);
                for (var x = 0; x < columns; x++, pixel += 3)
                {
                    int* r = red + (pixel[2] * 3), g = green + (pixel[1] * 3), b = blue + (pixel[0] * 3);
                    pixel[2] = encoded[Math.Clamp(r[0] + g[0] + b[0], 0, Steps)];
                    pixel[1] = encoded[Math.Clamp(r[1] + g[1] + b[1], 0, Steps)];
                    pixel[0] = encoded[Math.Clamp(r[2] + g[2] + b[2], 0, Steps)];
                }
            }
        }
    }

    private static double Weight(IccProfile profile, int source, int target)
    {
        // Gray has its light in all three.
        if (profile.ToXyz is not { } xyz)
            return 1;
        var sum = 0.0;
        for (var k = 0; k < 3; k++)
            sum += FromXyz[(target * 3) + k] * xyz[(k * 3) + source];
        return sum;
    }

    private bool ChangesNothing(bool gray)
    {
        for (var r = 0; r < 256; r += 15)
        {
            for (var g = 0; g < 256; g += 15)
            {
                for (var b = 0; b < 256; b += 15)
                {
                    if (gray && (r != g || g != b))
                        continue;
                    if (Differs(r, g, b, 0, r) || Differs(r, g, b, 1, g) || Differs(r, g, b, 2, b))
                        return false;
                }
            }
        }
        return true;
    }

    private bool Differs(int r, int g, int b, int target, int value)
    {
        var light = shares[(r * 3) + target] + shares[((256 + g) * 3) + target] + shares[((512 + b) * 3) + target];
        return Math.Abs(Encoded[Math.Clamp(light, 0, Steps)] - value) > SameWithin;
    }

    private static byte Encode(double light) =>
        (byte)Math.Round(255 * (light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055));
}
