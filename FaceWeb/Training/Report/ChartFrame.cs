using System.Globalization;

namespace FaceWeb.Training.Report;

/// <summary>Where things lie in a chart's drawing of 380 x 230 units: the axes' ends, and numbers as SVG writes them.</summary>
public static class ChartFrame
{
    /// <summary>The drawing's width.</summary>
    public const double Width = 380;

    /// <summary>The drawing's height.</summary>
    public const double Height = 230;

    /// <summary>Left end of the horizontal axis.</summary>
    public const double Left = 56;

    /// <summary>Its right end.</summary>
    public const double Right = 362;

    /// <summary>Upper end of the vertical axis.</summary>
    public const double Top = 16;

    /// <summary>Its lower end.</summary>
    public const double Bottom = 182;

    /// <summary>A place along the horizontal axis.</summary>
    /// <param name="share">0 is its left end, 1 its right one.</param>
    public static string X(double share) => Number(Left + (share * (Right - Left)));

    /// <summary>A place along the vertical axis.</summary>
    /// <param name="share">0 is its lower end, 1 its upper one.</param>
    public static string Y(double share) => Number(Bottom - (Math.Clamp(share, 0, 1) * (Bottom - Top)));

    /// <summary>The points of a line through places along both axes.</summary>
    public static string Line(IEnumerable<(double X, double Y)> places) => string.Join(' ', places.Select(place => $"{X(place.X)},{Y(place.Y)}"));

    /// <summary>A number with one decimal and a point.</summary>
    public static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage with as many decimals as it needs: <c>0.1 %</c>, <c>99.4 %</c>, <c>100 %</c>.</summary>
    public static string Percent(double share) => (100 * share).ToString(share < 0.001 ? "0.###" : "0.##", CultureInfo.InvariantCulture) + " %";

    /// <summary>An axis of percentages up to 100 % that begins no higher than its smallest value.</summary>
    /// <param name="least">The smallest value drawn, 0 to 1.</param>
    /// <param name="from">Where the axis begins: 0, 0.5, 0.8 or 0.9, so that the marks stand at round numbers.</param>
    public static IReadOnlyList<ChartTick> UpToAll(double least, out double from)
    {
        var begin = least > 0.905 ? 0.9 : least > 0.81 ? 0.8 : least > 0.52 ? 0.5 : 0;
        from = begin;
        return [.. Enumerable.Range(0, 6).Select(i => new ChartTick(i / 5.0, Percent(begin + ((1 - begin) * i / 5))))];
    }
}
