namespace FaceWeb.Pipeline.ModelPacks;

/// <summary>How many pictures, of one photo or of several, a model takes in one run, and how long a run waits for them.</summary>
/// <param name="Most">Pictures in a run, 1 or more.</param>
/// <param name="Deadline">How long the first picture waits for others; a run that waits for the device before it takes in more meanwhile.</param>
public sealed record BatchLimits(int Most, TimeSpan Deadline)
{
    /// <summary>
    /// What is used on a GPU: up to 32 pictures, up to 1 ms. On an H200 a run of 32 takes 1 to 2.3 times as long as one of 1 (embedding 2.2 and 1.3 ms,
    /// detection 2.7 and 1.2), one of 64 takes 1.7 times as long as one of 32. A run that waits for the one before fills without a deadline: with 64 photos
    /// at once 0, 1 and 4 ms gave 2,880, 3,020 and 2,840 faces/s; few photos at once only wait for it (crowds, 16 at once: 255 photos/s with 0, 158 with 4 ms).
    /// </summary>
    public static BatchLimits OfGpu { get; } = new(32, TimeSpan.FromMilliseconds(1));
}
