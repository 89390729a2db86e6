using System.Globalization;
using FaceWeb.Pipeline;

namespace FaceWeb.Analysis;

/// <summary>What moving a face's box changed; kept with the action, so that it can be taken back.</summary>
/// <param name="Before">The box before, pixels of the upright original.</param>
/// <param name="Score">The detector's score before, 0 to 1.</param>
/// <param name="ByHand">Whether the box before was drawn by hand too.</param>
/// <param name="After">The box that it was given.</param>
internal sealed record BoxChange(FaceBox Before, float Score, bool ByHand, FaceBox After)
{
    /// <summary>Ten numbers separated by commas: the box before (x, y, width, height), score, 1 when by hand, the box after.</summary>
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Before.X:R},{Before.Y:R},{Before.Width:R},{Before.Height:R},{Score:R},{(ByHand ? 1 : 0)},{After.X:R},{After.Y:R},{After.Width:R},{After.Height:R}");

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static BoxChange Read(string? text)
    {
        var n = (text ?? "").Split(',').Select(number => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray();
        return n.Length == 10
            ? new BoxChange(new FaceBox(n[0], n[1], n[2], n[3]), (float)n[4], n[5] == 1, new FaceBox(n[6], n[7], n[8], n[9]))
            : throw new FormatException($"A moved box is kept as ten numbers, not {n.Length}.");
    }
}
