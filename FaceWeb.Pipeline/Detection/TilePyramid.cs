namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// How one photo is looked at: first whole, then at finer and finer scales through overlapping windows of the network's input size,
/// down to where the smallest face wanted is large enough for the network.
/// </summary>
internal static class TilePyramid
{
    // Enlarging more than this adds no detail.
    private const double LargestScale = 2;

    // Up to this shape the longer side alone bounds the finest level; of what is longer, the pixels do: on strips whose longer side is made
    // that short, no face would be left.
    private const double LongestShape = 16.0 / 9;

    /// <summary>The finest scale at which a picture is looked at, by its size alone.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="maxSide">The longest side that the finest level may have for a usual shape.</param>
    public static double Bound(int width, int height, int maxSide) => Math.Max(
        (double)maxSide / Math.Max(width, height), Math.Sqrt((double)maxSide * maxSide / LongestShape / ((double)width * height)));

    /// <summary>Scales of the levels, coarsest (the whole photo in one input) first; neighbours differ by a factor of at most 2.</summary>
    public static double[] Scales(
        int photoWidth, int photoHeight, int inputWidth, int inputHeight, double smallestFace, double smallestInInput, int maxSide)
    {
        var whole = Math.Min((double)inputWidth / photoWidth, (double)inputHeight / photoHeight);
        var finest = Math.Min(Math.Min(smallestInInput / smallestFace, LargestScale), Bound(photoWidth, photoHeight, maxSide));
        if (finest <= whole * 1.1)
            return [whole];
        var steps = (int)Math.Ceiling(Math.Log2(finest / whole) - 1e-9);
        return [.. Enumerable.Range(0, steps + 1).Select(k => whole * Math.Pow(finest / whole, (double)k / steps))];
    }

    /// <summary>
    /// How many pixels windows share: a face up to this size is whole in at least one; the next coarser level shows it at half that size or more.
    /// </summary>
    public static int Overlap(int inputWidth, int inputHeight, double smallestInInput) =>
        (int)Math.Min(4 * smallestInInput, Math.Min(inputWidth, inputHeight) / 2.0);

    /// <summary>
    /// Starts of windows of <paramref name="window"/> pixels that cover <paramref name="length"/> pixels, each sharing at least
    /// <paramref name="overlap"/> with the next.
    /// </summary>
    public static int[] Starts(int length, int window, int overlap)
    {
        if (length <= window)
            return [0];
        var count = (int)Math.Ceiling((length - overlap) / (double)(window - overlap));
        return [.. Enumerable.Range(0, count).Select(i => (int)Math.Round((length - window) * (double)i / (count - 1)))];
    }
}
