namespace FaceWeb.Pipeline.Imaging;

/// <summary>
/// When a photo was taken. What the clock on the wall said counts: the day on which somebody was so old, and the order of an album whose cameras
/// do not all know their zone. Where the zone is known, the moment is known as well.
/// </summary>
/// <param name="Local">The time at the place where it was taken; of unspecified kind.</param>
/// <param name="Offset">How far that is ahead of universal time; null where nothing says so.</param>
public readonly record struct TakenTime(DateTime Local, TimeSpan? Offset)
{
    /// <summary>The time with its offset; that of universal time where the offset is not known.</summary>
    public static TakenTime Of(DateTimeOffset time) => new(time.DateTime, time.Offset);
}
