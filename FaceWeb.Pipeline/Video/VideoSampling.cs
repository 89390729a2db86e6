namespace FaceWeb.Pipeline.Video;

/// <summary>Which frames of a video are looked at.</summary>
public sealed record VideoSampling
{
    /// <summary>
    /// Only the frames shown at these times, in order, to a millisecond (where there is none, the next one); null for the frames that the rest
    /// chooses. Nothing is read behind the last one.
    /// </summary>
    public IReadOnlyList<TimeSpan>? At { get; init; }

    /// <summary>Every frame is looked at.</summary>
    public bool EveryFrame { get; init; }

    /// <summary>The longest time between two looks while nothing happens (default half a second).</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The time between two looks while something moves or a face is there (default a fifth of a second).</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromSeconds(0.2);

    /// <summary>From this mean difference of gray levels (0 to 255) to the frame last looked at something moves.</summary>
    public double Motion { get; init; } = 4;
}
