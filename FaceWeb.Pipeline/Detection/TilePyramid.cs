namespace FaceWeb.Pipeline.Detection;

/// <summary>
/// How one photo is looked at: first whole, then at finer and finer scales through overlapping windows of the network's input size,
/// down to where the smallest face wanted is large enough for the network.
/// </summary>
internal static class TilePyramid
{
    // Enlarging more than this adds no detail.
    private const double LargestScale = 2;

    /// <summary>Scales of the levels, coarsest (the whole photo in one input) first; neighbours differ by a factor of at most 2.</summary>
    public static double[] Scales(
        int photoWidth, int photoHeight, int inputWidth, int inputHeight, double smallestFace, double smallestInInput, int maxSide)
    {
        var whole = Math.Min((double)inputWidth / photoWidth, (double)inputHeight / photoHeight);
        var finest = Math.Min(Math.Min(smallestInInput / smallestFace, LargestScale), (double)maxSide / Math.Max(photoWidth, photoHeight));
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
