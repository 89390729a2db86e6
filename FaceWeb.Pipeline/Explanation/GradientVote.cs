namespace FaceWeb.Pipeline.Explanation;

/// <summary>
/// What one pixel's gradient says to a histogram of unsigned orientations: its length, shared between the two orientations that it lies between.
/// Gradients of 8-bit pixels are few, so all of them are worked out once.
/// </summary>
/// <param name="First">The orientation before it.</param>
/// <param name="Second">The one after it; after 180 degrees comes 0 again.</param>
/// <param name="Length">How strong it is, in gray levels.</param>
/// <param name="Beyond">How far it lies from the first to the second, 0 to 1.</param>
internal readonly record struct GradientVote(byte First, byte Second, float Length, float Beyond)
{
    private const int Most = byte.MaxValue;
    private const int Side = (2 * Most) + 1;

    private static readonly GradientVote[] All = Make();

    /// <summary>Of a gradient that is not 0.</summary>
    /// <param name="dx">To the right, -255 to 255.</param>
    /// <param name="dy">Downwards, -255 to 255.</param>
    public static ref readonly GradientVote Of(int dx, int dy) => ref All[((dy + Most) * Side) + dx + Most];

    /// <summary>Adds a share of it to one cell's histogram.</summary>
    public void Add(Span<float> cell, float share)
    {
        cell[First] += Length * (share * (1 - Beyond));
        cell[Second] += Length * (share * Beyond);
    }

    private static GradientVote[] Make()
    {
        var all = new GradientVote[Side * Side];
        for (var dy = -Most; dy <= Most; dy++)
        {
            for (var dx = -Most; dx <= Most; dx++)
                all[((dy + Most) * Side) + dx + Most] = WorkOut(dx, dy);
        }
        return all;
    }

    private static GradientVote WorkOut(float dx, float dy)
    {
        const int Orientations = GradientHistograms.Orientations;
        var angle = MathF.Atan2(dy, dx) / MathF.PI;
        var bin = ((angle < 0 ? angle + 1 : angle) * Orientations) - 0.5f;
        var lower = bin < 0 ? -1 : (int)bin;
        return new(
            (byte)(lower < 0 ? Orientations - 1 : lower), (byte)(lower + 1 == Orientations ? 0 : lower + 1),
            MathF.Sqrt((dx * dx) + (dy * dy)), bin - lower);
    }
}
