namespace FaceWeb.Bench.Peers;

/// <summary>One line that a compared program prints: a photo, or (the last one) what memory it took.</summary>
/// <param name="Photo">The photo's path below the folder; null on the last line.</param>
/// <param name="Milliseconds">From the file to the faces, by the clock.</param>
/// <param name="DecodeMilliseconds">Of these, until the pixels were there.</param>
/// <param name="ProcessorMilliseconds">The same of the processor, all threads together.</param>
/// <param name="Faces">What was found.</param>
/// <param name="PeakMegabytes">The greatest working set of the process; on the last line.</param>
internal sealed record PeerPhoto(
    string? Photo, double Milliseconds, double DecodeMilliseconds, double ProcessorMilliseconds, IReadOnlyList<PeerFace>? Faces,
        double? PeakMegabytes);
